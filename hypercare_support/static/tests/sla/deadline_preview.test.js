import {describe, expect, mockDate, mockTimeZone, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    makeServerError,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {assets} from "@web/core/assets";

import {POLICY_FORM, defineSlaModels} from "./sla_models";

describe.current.tags("desktop");
defineSlaModels();

const DIALOG = ".o_hc_preview";
const NOTHING = {moved: 0, breached: 0, recovered: 0, lines: []};
const PREVIEW = {
    moved: 3,
    breached: 1,
    recovered: 1,
    lines: [
        {
            issue: "HC-001 Invoices cannot be posted",
            metric: "Resolution",
            old: "2026-03-02 08:00:00",
            new: "2026-03-02 07:00:00",
            breached: true,
            recovered: false,
        },
        {
            issue: "HC-002 Labels do not print",
            metric: "First response",
            old: "2025-12-31 20:00:00",
            new: false,
            breached: false,
            recovered: true,
        },
    ],
};

/** Open a policy whose preview answers as given; calls are steps. */
async function openPolicy(answer, arch = POLICY_FORM) {
    onRpc("hypercare.sla.policy", "preview_write", ({args}) => {
        expect.step(["preview_write", args]);
        return answer();
    });
    onRpc("hypercare.sla.policy", "web_save", () => expect.step("web_save"));
    await mountView({type: "form", resModel: "hypercare.sla.policy", resId: 1, arch});
}

async function promiseThreeHours() {
    await contains("[data-cell='s1-resolution-']").click();
    await contains("input[name=amount]").edit("3h", {confirm: "Enter"});
}

const CHANGE = ["preview_write", [[1], {line_ids: [[1, 2, {minutes: 180}]]}]];
const save = () => contains(".o_form_button_save").click();

test("what moves is shown in the user's time before it is applied", async () => {
    mockDate("2026-03-02 07:30:00", 0);
    mockTimeZone("Asia/Dhaka");
    await openPolicy(() => PREVIEW);
    await promiseThreeHours();
    await save();
    expect(`${DIALOG} .modal-title`).toHaveText("3 deadlines move");
    expect(queryAllTexts(`${DIALOG} .o_hc_preview_counts li`)).toEqual([
        "1 becomes overdue at once",
        "1 is no longer overdue",
    ]);
    const rows = queryAllTexts(`${DIALOG} tbody tr`).map((row) =>
        row.replace(/\s+/g, " ")
    );
    expect(rows).toEqual([
        "HC-001 Invoices cannot be posted Resolution Mon, Mar 2, 2:00 PM " +
            "Mon, Mar 2, 1:00 PM overdue at once",
        "HC-002 Labels do not print First response Thu, Jan 1, 2:00 AM " +
            "no deadline no longer overdue",
    ]);
    expect(".o_hc_preview_more").toHaveText("and 1 more, which are not listed here.");
    expect.verifySteps([CHANGE]);

    await contains(`${DIALOG} button[name=apply]`).click();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps(["web_save"]);
    expect("[data-cell='s1-resolution-']").toHaveText("3 h\nday and night");
});

test("going on with editing saves nothing and loses nothing", async () => {
    await openPolicy(() => PREVIEW);
    await promiseThreeHours();
    for (const leave of [
        () => contains(`${DIALOG} button[name=go_on]`).click(),
        () => press("Escape"),
        () => contains(`${DIALOG} .btn-close`).click(),
    ]) {
        await save();
        expect(DIALOG).toHaveCount(1);
        await leave();
        await animationFrame();
        expect(DIALOG).toHaveCount(0);
        expect.verifySteps([CHANGE]);
        expect("[data-cell='s1-resolution-']").toHaveText("3 h\nday and night");
        expect(".o_form_button_save").toBeVisible();
    }
});

test("nothing is asked when nothing moves", async () => {
    await openPolicy(() => NOTHING);
    await promiseThreeHours();
    await save();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([CHANGE, "web_save"]);
});

test("a preview that fails does not hold the save up", async () => {
    await openPolicy(() => {
        throw makeServerError({message: "Cannot be previewed"});
    });
    await promiseThreeHours();
    await save();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([CHANGE, "web_save"]);
});

test("a new name moves no deadline and is not previewed", async () => {
    await openPolicy(() => PREVIEW);
    await contains("[name=name] input").edit("Gold");
    await save();
    expect.verifySteps(["web_save"]);
});

const CALENDAR_FORM = `<form><field name="name"/><field name="tz"/></form>`;

/** Open working hours whose preview answers as given; calls are steps. */
async function openCalendar(answer) {
    patchWithCleanup(assets, {
        loadBundle: async (name) => expect.step(name),
    });
    onRpc("resource.calendar", "hypercare_preview_write", ({args}) => {
        expect.step(["hypercare_preview_write", args]);
        return answer;
    });
    onRpc("resource.calendar", "web_save", () => expect.step("web_save"));
    await mountView({
        type: "form",
        resModel: "resource.calendar",
        resId: 1,
        arch: CALENDAR_FORM,
    });
}

test("working hours are previewed too, whatever class their form has", async () => {
    await openCalendar(PREVIEW);
    await contains("[name=tz] input").edit("Asia/Dhaka");
    await save();
    expect.verifySteps([
        "hypercare_support.assets_preview",
        ["hypercare_preview_write", [[1], {tz: "Asia/Dhaka"}]],
    ]);
    await contains(`${DIALOG} button[name=apply]`).click();
    expect.verifySteps(["web_save"]);
});

test("working hours that no period uses are saved at once", async () => {
    await openCalendar(NOTHING);
    await contains("[name=tz] input").edit("Asia/Dhaka");
    await save();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([
        "hypercare_support.assets_preview",
        ["hypercare_preview_write", [[1], {tz: "Asia/Dhaka"}]],
        "web_save",
    ]);
    await contains("[name=name] input").edit("Day shift");
    await save();
    expect.verifySteps(["web_save"]);
});

test("a preview that cannot be loaded does not hold the save up", async () => {
    await openCalendar(PREVIEW);
    patchWithCleanup(assets, {
        loadBundle: async () => {
            throw new Error("offline");
        },
    });
    await contains("[name=tz] input").edit("Asia/Dhaka");
    await save();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps(["web_save"]);
});
