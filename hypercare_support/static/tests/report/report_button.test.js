import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {press, waitFor, waitForNone} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    MockServer,
    contains,
    defineActions,
    defineMenus,
    getService,
    mountWebClient,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import {assets} from "@web/core/assets";

import {takeDraft} from "@hypercare_support/report_dialog/draft";

import {DIALOG, START, answer, defineReportModels, setSession} from "./report_helpers";

describe.current.tags("desktop");
defineReportModels();

const BUTTON = ".o_hc_report_button";
const BADGE = ".o_hc_report_badge";

beforeEach(() => {
    takeDraft();
    patchWithCleanup(assets, {
        loadBundle: async (name) => {
            expect.step(name);
        },
    });
});

/** Open the web client on the form of an issue. */
async function openForm() {
    await getService("action").doAction(5);
    await contains(".o_data_cell").click();
    await waitFor(".o_form_view");
}

function defineApp() {
    defineActions([
        {
            id: 5,
            name: "Issues",
            res_model: "hypercare.issue",
            views: [
                [false, "list"],
                [false, "form"],
            ],
        },
    ]);
    defineMenus([
        {
            id: 1,
            name: "Hypercare",
            appID: 1,
            children: [
                {
                    id: 2,
                    name: "Work",
                    appID: 1,
                    children: [{id: 3, name: "All issues", appID: 1, actionID: 5}],
                },
            ],
        },
    ]);
}

test("a page without the addon's information has no button", async () => {
    setSession(null);
    await mountWebClient();
    expect(".o_menu_systray").toHaveCount(1);
    expect(BUTTON).toHaveCount(0);
});

test("the dialog's code comes with the first click, and one dialog only", async () => {
    setSession();
    answer("report_start", () => {
        expect.step("report_start");
        return START;
    });
    await mountWebClient();
    expect(BUTTON).toHaveAttribute("title", "Report an issue (Alt+Shift+R)");
    expect.verifySteps([]);
    await contains(BUTTON).click();
    await waitFor(DIALOG);
    await press(["alt", "shift", "r"]);
    await animationFrame();
    expect(DIALOG).toHaveCount(1);
    expect.verifySteps(["hypercare_support.assets_report", "report_start"]);
});

test("the hotkey opens it again after it was closed", async () => {
    setSession();
    answer("report_start", START);
    await mountWebClient();
    for (let time = 0; time < 2; time++) {
        await press(["alt", "shift", "r"]);
        await waitFor(DIALOG);
        await contains(`${DIALOG} button[name=cancel]`).click();
        await waitForNone(DIALOG);
        expect.verifySteps(["hypercare_support.assets_report"]);
    }
});

test("the command palette knows it", async () => {
    setSession();
    answer("report_start", START);
    await mountWebClient();
    await press(["control", "k"]);
    await contains(".o_command:contains(Report an issue)").click();
    await waitFor(DIALOG);
    expect.verifySteps(["hypercare_support.assets_report"]);
});

test("what the user looks at goes along", async () => {
    defineApp();
    setSession();
    let context;
    answer("report_start", (given) => {
        context = given;
        return START;
    });
    await mountWebClient();
    getService("menu").setCurrentMenu(1);
    await openForm();
    await contains(BUTTON).click();
    await waitFor(DIALOG);
    expect.verifySteps(["hypercare_support.assets_report"]);
    expect(context).toMatchObject({
        app: "Hypercare",
        menu: "Work / All issues",
        model: "hypercare.issue",
        res_id: 1,
        record_name: "Stock is wrong",
        view_type: "form",
        company_id: 1,
    });
    expect(context.screen).toMatch(/^\d+×\d+, \d+×\d+$/);
});

test("without a period the button says why, and what was said may change", async () => {
    const reason = "No hypercare period takes issues at present.";
    setSession({enabled: false, reason, badge: 0});
    let start = {...START, periods: [], none_reason: reason};
    answer("report_start", () => start);
    await mountWebClient();
    expect(BUTTON).toHaveClass("o_hc_report_off");
    expect(BUTTON).toHaveAttribute("title", reason);
    await contains(BUTTON).click();
    await waitFor(DIALOG);
    expect(`${DIALOG} .o_hc_report_nowhere`).toHaveText(reason);
    expect(`${DIALOG} [name=send]`).toHaveCount(0);
    await contains(`${DIALOG} button[name=close]`).click();
    await waitForNone(DIALOG);

    start = START;
    await contains(BUTTON).click();
    await waitFor(`${DIALOG} [name=send]`);
    expect.verifySteps(Array(2).fill("hypercare_support.assets_report"));
});

test("the number of issues that wait for the user changes by itself", async () => {
    setSession({enabled: true, reason: false, badge: 0});
    await mountWebClient();
    expect(BADGE).toHaveCount(0);
    const send = (badge) =>
        MockServer.env["bus.bus"]._sendone(serverState.partnerId, "hypercare_badge", {
            badge,
        });
    send(2);
    await waitFor(BADGE);
    expect(BADGE).toHaveText("2");
    send(0);
    await waitForNone(BADGE);
    expect(BUTTON).toHaveCount(1);
});

test("the number opens what waits for the user, not the report dialog", async () => {
    setSession({enabled: true, reason: false, badge: 3});
    await mountWebClient();
    patchWithCleanup(getService("action"), {
        doAction: (action, {additionalContext}) =>
            expect.step([action, additionalContext]),
    });
    expect(BADGE).toHaveAttribute("title", "Issues that wait for you: 3");
    await contains(BADGE).click();
    expect.verifySteps([
        ["hypercare_support.issue_action_mine", {search_default_needs_me: 1}],
    ]);
    expect(DIALOG).toHaveCount(0);
});

test("code that cannot be loaded is said, and can be tried again", async () => {
    setSession();
    answer("report_start", START);
    let offline = true;
    patchWithCleanup(assets, {
        loadBundle: async () => {
            if (offline) {
                throw new Error("offline");
            }
        },
    });
    await mountWebClient();
    await contains(BUTTON).click();
    await waitFor(".o_notification:contains(Check your connection)");
    offline = false;
    await contains(BUTTON).click();
    await waitFor(DIALOG);
    expect(DIALOG).toHaveCount(1);
});
