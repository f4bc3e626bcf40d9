import {beforeEach, describe, expect, mockDate, mockTimeZone, test} from "@odoo/hoot";
import {press, queryAllTexts, waitFor, waitForNone} from "@odoo/hoot-dom";
import {Deferred, advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import {
    DIALOG,
    NAME,
    PERIOD,
    PERSON,
    RECEIPT,
    SEND,
    START,
    addDialog,
    answer,
    answerAll,
    choose,
    defineReportModels,
    openDialog,
    setSession,
} from "./report_helpers";

describe.current.tags("desktop");
defineReportModels();

const PROMISE = `${DIALOG} .o_hc_report_promise`;
const CALL = `${DIALOG} .o_hc_report_call`;
const PROBLEM = `${DIALOG} .o_hc_report_problem`;

beforeEach(() => {
    setSession();
    answer("report_similar", {issues: [], articles: []});
});

test("one sentence and three answers, and what they promise", async () => {
    mockDate("2026-03-02 07:30:00", 0);
    mockTimeZone("Asia/Dhaka");
    let sent;
    answer("report_submit", (values) => {
        sent = values;
        return RECEIPT;
    });
    await openDialog({context: {model: "res.partner", res_id: 3}});
    expect(NAME).toBeFocused();
    await contains(NAME).edit("Labels do not print");
    expect(PROMISE).toHaveText("Your answers decide how soon somebody looks at it.");
    await choose("work_stopped", "no");
    await choose("workaround_known", "costly");
    expect(PROMISE).toHaveText(PERIOD.promises.s3);
    await answerAll();
    expect(PROMISE).toHaveText(PERIOD.promises.s1);
    await press(["control", "enter"]);
    await waitFor(".o_hc_report_receipt");

    const {client_key, ...values} = sent;
    expect(client_key).toMatch(/^[0-9a-f]{32}$/);
    expect(values).toEqual({
        name: "Labels do not print",
        description: "",
        expected: "",
        actual: "",
        work_stopped: "yes",
        workaround_known: "none",
        only_person: "no",
        period_id: 7,
        with_context: true,
        confidential: false,
        context: {model: "res.partner", res_id: 3},
        attachments: [],
    });
    expect(`${DIALOG} h3`).toHaveText("HC-031 is in the log");
    expect(queryAllTexts(`${DIALOG} dd`)).toEqual([
        "S1 Critical",
        "Level 1 Super-users; on duty now: Mitu Das",
        "3:30 PM today",
        "Tue, Mar 3, 10:30 AM",
    ]);
    expect(".o_hc_report_open").toHaveAttribute("href", RECEIPT.url);
    await contains(`${DIALOG} button[name=done]`).click();
    expect(DIALOG).toHaveCount(0);
});

test("what is missing is shown, and nothing is sent", async () => {
    answer("report_submit", () => expect.step("sent"));
    await openDialog();
    await contains(SEND).click();
    expect(NAME).toHaveClass("is-invalid");
    expect(NAME).toBeFocused();
    expect(`${DIALOG} .o_hc_report_missing`).toHaveCount(3);
    await contains(NAME).edit("Labels do not print");
    await choose("work_stopped", "yes");
    await contains(SEND).click();
    expect(NAME).not.toHaveClass("is-invalid");
    expect(`${DIALOG} .o_hc_report_missing`).toHaveCount(2);
    expect(`${DIALOG} [name=workaround_known] input:first`).toBeFocused();
    expect.verifySteps([]);
});

test("the server's refusal is shown and the text stays; the same key again", async () => {
    const keys = new Set();
    let refused = new Deferred();
    answer("report_submit", async ({client_key}) => {
        keys.add(client_key);
        await refused;
        return RECEIPT;
    });
    await openDialog();
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    await contains(SEND).click();
    expect(SEND).not.toBeEnabled();
    refused.reject(makeServerError({message: "Wait a moment, then go on."}));
    await waitFor(PROBLEM);
    expect(PROBLEM).toHaveText("Wait a moment, then go on.");
    expect(NAME).toHaveValue("Labels do not print");
    expect(`${DIALOG} [name=only_person] input[value=no]`).toBeChecked();
    refused = null;
    await contains(SEND).click();
    await waitFor(".o_hc_report_receipt");
    expect(PROBLEM).toHaveCount(0);
    expect(keys.size).toBe(1);
});

test("closing asks before something written gets lost", async () => {
    await openDialog();
    await press("escape");
    await waitForNone(DIALOG);
    await addDialog();
    await contains(NAME).edit("Labels do not print");
    const leaves = [
        () => press("escape"),
        () => contains(`${DIALOG} .btn-close`).click(),
        () => contains(`${DIALOG} button[name=cancel]`).click(),
    ];
    for (const leave of leaves) {
        await leave();
        await contains(".modal button:contains(Go on writing)").click();
        await waitForNone(".modal:contains(Discard this report?)");
        expect(NAME).toHaveValue("Labels do not print");
    }
    await press("escape");
    await contains(".modal button:contains(/^Discard$/)").click();
    await waitForNone(DIALOG);
    await addDialog();
    expect(NAME).toHaveValue("");
});

test("a report that another screen has closed comes back", async () => {
    await openDialog();
    await contains(NAME).edit("Labels do not print");
    await choose("work_stopped", "yes");
    getService("dialog").closeAll();
    await waitForNone(DIALOG);
    await addDialog();
    expect(NAME).toHaveValue("Labels do not print");
    expect(`${DIALOG} [name=work_stopped] input[value=yes]`).toBeChecked();
});

test("which period is asked for only if there are several", async () => {
    const promises = {s1: "S1: at once"};
    const other = {id: 8, name: "Second factory", promises, ask_whom: []};
    let sent;
    answer("report_submit", (values) => {
        sent = values;
        return RECEIPT;
    });
    await openDialog({
        start: {...START, periods: [PERIOD, other], period_id: false},
    });
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    expect(PROMISE).toHaveText("S1 Critical");
    await contains(SEND).click();
    expect(`${DIALOG} select`).toHaveClass("is-invalid");
    await contains(`${DIALOG} select`).select("8");
    expect(PROMISE).toHaveText("S1: at once");
    await contains(SEND).click();
    await waitFor(".o_hc_report_receipt");
    expect(sent.period_id).toBe(8);
});

test("what is sent along can be seen and left out", async () => {
    let sent;
    answer("report_submit", (values) => {
        sent = values;
        return RECEIPT;
    });
    await openDialog({start: {...START, traceback: "ValueError: ***"}});
    await contains(`${DIALOG} .o_hc_report_sent_along summary`).click();
    expect(queryAllTexts(`${DIALOG} dl > *`)).toEqual(["App", "Contacts"]);
    expect(`${DIALOG} pre`).toHaveText("ValueError: ***");
    await contains(`${DIALOG} input[name=with_context]`).click();
    await contains(`${DIALOG} .o_hc_report_details summary`).click();
    await contains(`${DIALOG} [name=expected]`).edit("A label");
    await contains(`${DIALOG} input[name=confidential]`).click();
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    await contains(SEND).click();
    await waitFor(".o_hc_report_receipt");
    expect(sent.with_context).toBe(false);
    expect(sent.confidential).toBe(true);
    expect(sent.expected).toBe("A label");
});

test("issues that wait for the user can be reached", async () => {
    setSession({enabled: true, reason: false, badge: 2});
    await openDialog();
    patchWithCleanup(getService("action"), {
        doAction: (action, {additionalContext}) =>
            expect.step([action, additionalContext]),
    });
    expect(".o_hc_report_waiting").toHaveText("Some of your issues wait for you: 2");
    await contains(".o_hc_report_waiting").click();
    expect.verifySteps([
        ["hypercare_support.issue_action_mine", {search_default_needs_me: 1}],
    ]);
});

test("what was reported before can be found from where one reports", async () => {
    answer("report_submit", RECEIPT);
    setSession({enabled: true, reason: false, badge: 1});
    await openDialog();
    patchWithCleanup(getService("action"), {
        doAction: (action, {additionalContext}) =>
            expect.step([action, additionalContext]),
    });
    expect(".o_hc_report_all").toHaveText("My issues so far");
    await contains(".o_hc_report_all").click();
    expect.verifySteps([["hypercare_support.issue_action_mine", {}]]);
});

test("whoever is stopped is told whom to call, before sending and after", async () => {
    answer("report_submit", RECEIPT);
    const silent = {name: "Kabir Mia", phone: false, whatsapp: false};
    await openDialog({
        start: {...START, periods: [{...PERIOD, ask_whom: [PERSON, silent]}]},
    });
    expect(CALL).toHaveCount(0);
    await choose("work_stopped", "no");
    expect(CALL).toHaveCount(0);
    await choose("work_stopped", "yes");
    expect(queryAllTexts(`${CALL} li b`)).toEqual(["Mitu Das", "Kabir Mia"]);
    expect(`${CALL} a`).toHaveCount(2);
    expect(`${CALL} a:first`).toHaveAttribute("href", "tel:+880 1000 000011");
    expect(`${CALL} a:last`).toHaveAttribute("href", PERSON.whatsapp);
    expect(`${CALL} a:last`).toHaveAttribute("target", "_blank");
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    await contains(SEND).click();
    await waitFor(".o_hc_report_receipt");
    expect(`${CALL} a`).toHaveCount(2);
});

test("where nothing runs, it is said whom to ask", async () => {
    const reason = "No hypercare period takes issues.";
    await openDialog({
        start: {...START, periods: [], none_reason: reason, ask_whom: [PERSON]},
    });
    expect(`${DIALOG} .o_hc_report_nowhere p`).toHaveText(reason);
    expect(`${DIALOG} .o_hc_report_nowhere b`).toHaveText("Mitu Das");
    expect(`${DIALOG} .o_hc_report_nowhere a`).toHaveCount(2);
    expect(SEND).toHaveCount(0);
});

test("an app out of scope is said and can be reported all the same", async () => {
    const text = "Stock is not part of this go-live (Sales).";
    let sent;
    answer("report_submit", ({context}) => {
        sent = context;
        return RECEIPT;
    });
    await openDialog({
        start: {...START, out_of_scope: text},
        context: {app: "Stock", app_id: 9},
    });
    expect(`${DIALOG} .o_hc_report_outside`).toHaveText(text);
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    await contains(SEND).click();
    await waitFor(".o_hc_report_receipt");
    expect(sent).toEqual({app: "Stock", app_id: 9});
});

test("the dialog can be used while the server does not answer", async () => {
    await openDialog({start: () => new Deferred()});
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    await advanceTime(1000);
    await animationFrame();
    expect(PROMISE).toHaveText("S1 Critical");
    expect(NAME).toHaveValue("Labels do not print");
});
