import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, waitFor, waitForNone} from "@odoo/hoot-dom";
import {Deferred, advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, makeServerError} from "@web/../tests/web_test_helpers";

import {
    DIALOG,
    NAME,
    RECEIPT,
    answer,
    defineReportModels,
    openDialog,
    setSession,
} from "./report_helpers";

describe.current.tags("desktop");
defineReportModels();

const issue = (id, name, values = {}) => ({
    id,
    number: `HC-00${id}`,
    name,
    status: "Somebody is looking at it.",
    workaround: "",
    me_too: 0,
    mine: false,
    ...values,
});
const FOUND = {
    issues: [
        issue(1, "Labels are blank", {me_too: 3, workaround: "Use the other printer"}),
        issue(2, "Labels come twice", {mine: true}),
    ],
    articles: [
        {id: 4, name: "How do I print labels?", answer: "<p>Press <b>P</b></p>"},
    ],
};
const ISSUES = `${DIALOG} .o_hc_report_issue`;

beforeEach(() => setSession());

const type = (text) => contains(NAME).edit(text, {confirm: false});

async function typeAndWait(text) {
    await type(text);
    await advanceTime(300);
    await animationFrame();
}

test("the server is asked once the typing rests, from four characters", async () => {
    answer("report_similar", (text, periodId) => {
        expect.step([text, periodId]);
        return FOUND;
    });
    await openDialog();
    await typeAndWait("Lab");
    expect.verifySteps([]);
    await type("Labe");
    await advanceTime(200);
    await typeAndWait("Labels ");
    expect.verifySteps([["Labels", 7]]);
    const texts = queryAllTexts(ISSUES).map((text) => text.replace(/\s+/g, " "));
    expect(texts).toEqual([
        "HC-001 Labels are blank Somebody is looking at it. " +
            "Way round it: Use the other printer Others who have it: 3 This is mine too",
        "HC-002 Labels come twice Somebody is looking at it. Yours already: open",
    ]);
    await typeAndWait("La");
    expect(ISSUES).toHaveCount(0);
    expect.verifySteps([]);
});

test("an answer that was overtaken is not shown", async () => {
    const late = new Deferred();
    answer("report_similar", (text) => (text === "first" ? late : FOUND));
    await openDialog();
    await typeAndWait("first");
    await typeAndWait("second");
    expect(ISSUES).toHaveCount(2);
    late.resolve({issues: [], articles: []});
    await animationFrame();
    expect(ISSUES).toHaveCount(2);
});

test("a search that fails disturbs nobody", async () => {
    answer("report_similar", () => {
        throw makeServerError({message: "Too busy"});
    });
    await openDialog();
    await typeAndWait("Labels");
    expect(ISSUES).toHaveCount(0);
    expect(`${DIALOG} .o_hc_report_problem`).toHaveCount(0);
});

test("an open issue is joined instead of reported again", async () => {
    answer("report_similar", FOUND);
    answer("report_join", (issueId) => {
        expect.step(issueId);
        return {
            ...RECEIPT,
            number: "HC-001",
            response_due: false,
            resolution_due: false,
        };
    });
    await openDialog();
    await typeAndWait("Labels");
    await contains(`${ISSUES}:first button`).click();
    await waitFor(".o_hc_report_receipt");
    expect.verifySteps([1]);
    expect(`${DIALOG} h3`).toHaveText("You follow HC-001 now");
    expect(queryAllTexts(`${DIALOG} dd`)).toEqual([
        "S1 Critical",
        "Level 1 Super-users; on duty now: Mitu Das",
        "With Level 1",
        "2",
    ]);
    // Nothing is left to be lost.
    await contains(`${DIALOG} .btn-close`).click();
    await waitForNone(DIALOG);
});

test("a refused joining says why and loses nothing", async () => {
    answer("report_similar", FOUND);
    answer("report_join", () => {
        throw makeServerError({message: "This issue is not open any more."});
    });
    await openDialog();
    await typeAndWait("Labels");
    await contains(`${ISSUES}:first button`).click();
    await waitFor(`${DIALOG} .o_hc_report_problem`);
    expect(`${DIALOG} .o_hc_report_problem`).toHaveText(
        "This issue is not open any more."
    );
    expect(NAME).toHaveValue("Labels");
});

test("an answer that helped makes the report unnecessary", async () => {
    answer("report_similar", FOUND);
    answer("report_answered", (...args) => {
        expect.step(args);
        return true;
    });
    await openDialog();
    await typeAndWait("Labels");
    await contains(".o_hc_report_article summary").click();
    expect(".o_hc_report_article b").toHaveText("P");
    await contains(".o_hc_report_article button").click();
    await waitForNone(DIALOG);
    expect.verifySteps([[4, false, "Labels", 7]]);
    expect(".o_notification:contains(Nothing had to be sent)").toHaveCount(1);
});
