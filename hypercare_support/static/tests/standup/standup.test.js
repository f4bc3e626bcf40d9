import {mailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {
    manuallyDispatchProgrammaticEvent,
    press,
    queryAllTexts,
    queryOne,
} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    makeMockEnv,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

import {Standup} from "@hypercare_support/standup/standup";
import {pace} from "@hypercare_support/standup/timer/pace";

describe.current.tags("desktop");
defineModels(mailModels);

const CARD = ".o_hc_standup_card";
const CHOICE = ".o_hc_choice";
const SECTIONS = [
    {id: "urgent", name: "S1 and S2"},
    {id: "no_owner", name: "No owner"},
];

function line(id, values = {}) {
    return {
        id,
        section: "no_owner",
        issue_id: id + 100,
        number: `HC-00${id}`,
        title: `Problem ${id}`,
        severity: "s3",
        state: "New",
        is_open: true,
        waiting: "",
        confidential: false,
        owner_id: false,
        owner: "",
        tier: "Level 1",
        commit_date: false,
        date_text: false,
        is_date_past: false,
        breach_at: false,
        at_risk_at: false,
        sla_state: "on_track",
        reported: "Day 2 10:00",
        reporter: "Rahima",
        module: "",
        description: "",
        plan: "",
        resolution: "",
        needs_date: true,
        lacks: "both",
        note: "",
        discussed: false,
        passed: false,
        decided: [],
        ...values,
    };
}

function board(values = {}) {
    return {
        state: "open",
        period: {
            id: 7,
            name: "Go-live",
            day: "Day 3 of 14",
            tz: "Asia/Dhaka",
            leads: [],
        },
        is_business_day: true,
        minutes: 15,
        today: "2026-03-03",
        days: [
            {id: "2026-03-03", name: "Today"},
            {id: "2026-03-04", name: "Wed 4 Mar"},
        ],
        people: [
            {id: 1, name: "Kabir Mia", tier: "Level 1"},
            {id: 2, name: "Anisur Rahman", tier: "Level 2"},
        ],
        sections: SECTIONS,
        severities: [
            {id: "s1", name: "S1 Critical"},
            {id: "s3", name: "S3 Medium"},
        ],
        unfinished: false,
        id: 5,
        date_text: "Tue 3 Mar",
        started_at: "2026-03-03 03:30:00",
        led_by: "Farhana",
        attended: [1],
        invited: ["Farhana"],
        notes: "",
        close_reason: "",
        duration: "",
        sent: false,
        problem: "",
        hidden: 0,
        lines: [line(1), line(2), line(3)],
        ...values,
    };
}

/** Open the screen; calls are steps, answers come from `answers` by method. */
async function open(data, answers = {}) {
    mockDate("2026-03-03 03:31:00", 0);
    onRpc("hypercare.standup", "*", ({method, args}) => {
        if (method === "standup_open") {
            return data();
        }
        expect.step([method, args.slice(1)]);
        return answers[method]?.(...args.slice(1)) ?? true;
    });
    mockService("action", {doAction: (action) => expect.step(action)});
    await mountWithCleanup(Standup, {
        props: {action: {context: {}}, actionId: 1, className: ""},
    });
    await animationFrame();
}

const openBoard = (values, answers) => open(() => board(values), answers);
const number = () => document.querySelector(CARD)?.dataset.issue;

async function type(key) {
    await press(key);
    await animationFrame();
}

test("keys go through the issues, and mark what was spoken of", async () => {
    await openBoard();
    expect(number()).toBe("HC-001");
    expect(".o_hc_standup_progress").toHaveText("1 of 3");
    await type("Enter");
    expect(number()).toBe("HC-002");
    await type("ArrowDown");
    await type("k");
    await type("ArrowUp");
    expect(number()).toBe("HC-001");
    await type("j");
    expect(".o_hc_standup_progress").toHaveText("2 of 3");
    expect.verifySteps([
        ["standup_discussed", [1]],
        ["standup_discussed", [2]],
    ]);
});

test("an owner is chosen by typing, and only what was seen is replaced", async () => {
    await openBoard(
        {},
        {
            standup_decide: () => ({
                line: line(1, {
                    owner_id: 2,
                    owner: "Anisur Rahman",
                    decided: ["Owner: Anisur Rahman"],
                    lacks: "date",
                }),
                changed: false,
            }),
        }
    );
    await type("o");
    expect(`${CHOICE} input`).toBeFocused();
    await contains(`${CHOICE} input`).edit("anis", {confirm: false});
    expect(queryAllTexts(`${CHOICE} [role=option]`)).toEqual([
        "Anisur Rahman\nLevel 2",
    ]);
    await type("Enter");
    expect.verifySteps([["standup_decide", [1, {user_id: 2}, {user_id: false}]]]);
    expect(`${CARD} button[name=owner]`).toHaveText(/^Anisur Rahman/);
    expect(".o_hc_standup_decided").toHaveText("Decided: Owner: Anisur Rahman");
    expect(CHOICE).toHaveCount(0);
    await type("Enter");
    expect(number()).toBe("HC-002");
    expect.verifySteps([["standup_discussed", [1]]]);
});

test("letters are letters while something is typed; Escape leaves it", async () => {
    await openBoard();
    await type("o");
    await type("j");
    expect(number()).toBe("HC-001");
    await type("Escape");
    expect(CHOICE).toHaveCount(0);
    expect.verifySteps([]);
});

test("what somebody else has changed is shown and not overwritten", async () => {
    const told = "Somebody else has changed this meanwhile: Owner: Kabir Mia.";
    await openBoard(
        {},
        {
            standup_decide: () => ({
                line: line(1, {owner_id: 1, owner: "Kabir Mia"}),
                changed: told,
            }),
        }
    );
    await type("o");
    await contains(`${CHOICE} [data-option="2"]`).click();
    expect(`${CARD} .alert-warning`).toHaveText(told);
    expect(`${CARD} button[name=owner]`).toHaveText(/^Kabir Mia/);
    expect(CHOICE).toHaveCount(1);
    expect.verifySteps([["standup_decide", [1, {user_id: 2}, {user_id: false}]]]);
});

test("a date is one of the next working days, none, or another", async () => {
    const answer = () => ({line: line(1), changed: false});
    await openBoard({}, {standup_decide: answer});
    await type("d");
    expect(queryAllTexts(`${CHOICE} [role=option]`)).toEqual([
        "Today",
        "Wed 4 Mar",
        "Another day …",
        "No date",
    ]);
    await type("ArrowDown");
    await type("Enter");
    expect.verifySteps([
        ["standup_decide", [1, {commit_date: "2026-03-04"}, {commit_date: false}]],
    ]);
    await type("d");
    await contains(`${CHOICE} [data-option=other]`).click();
    const input = queryOne(`${CARD} input[name=day]`);
    input.value = "2026-03-20";
    await manuallyDispatchProgrammaticEvent(input, "input");
    await contains(`${CARD} .o_hc_standup_editor .btn-primary`).click();
    expect.verifySteps([
        ["standup_decide", [1, {commit_date: "2026-03-20"}, {commit_date: false}]],
    ]);
});

test("another severity needs a reason", async () => {
    const answer = () => ({line: line(1, {severity: "s1"}), changed: false});
    await openBoard({}, {standup_decide: answer});
    await type("s");
    await contains(`${CHOICE} [data-option=s1]`).click();
    expect(`${CARD} input[name=reason]`).toBeFocused();
    await contains(`${CARD} input[name=reason]`).edit("   ", {confirm: false});
    await contains(`${CARD} .o_hc_standup_editor .btn-primary`).click();
    expect.verifySteps([]);
    await contains(`${CARD} input[name=reason]`).edit("Month-end", {confirm: "Enter"});
    const changes = {severity: "s1", reason: "Month-end"};
    expect.verifySteps([["standup_decide", [1, changes, {severity: "s3"}]]]);
});

test("a note is kept when one goes on, and is not lost when that fails", async () => {
    let isDown = true;
    await openBoard(
        {},
        {
            standup_decide: (id, {note}) => {
                if (isDown) {
                    throw makeServerError({message: "Not now."});
                }
                return {line: line(id, {note}), changed: false};
            },
        }
    );
    await type("n");
    await contains(`${CARD} textarea`).edit("Call the bank", {confirm: false});
    await contains("button[name=next]").click();
    await animationFrame();
    expect(number()).toBe("HC-002");
    expect(`${CARD} .alert-danger`).toHaveText("Not now.");
    expect.verifySteps([
        ["standup_discussed", [1]],
        ["standup_decide", [1, {note: "Call the bank"}, {note: ""}]],
    ]);
    await contains("button[name=previous]").click();
    expect(`${CARD} button[name=note]`).toHaveText(/^Not saved yet: Call the bank/);
    isDown = false;
    await type("n");
    expect(`${CARD} textarea`).toHaveValue("Call the bank");
    await type("Enter");
    expect(`${CARD} button[name=note]`).toHaveText(/^Call the bank/);
    expect.verifySteps([["standup_decide", [1, {note: "Call the bank"}, {note: ""}]]]);
});

test("it goes on with the first issue nobody has spoken of", async () => {
    await openBoard({
        lines: [line(1, {passed: true}), line(2, {note: "Half"}), line(3)],
    });
    expect(number()).toBe("HC-002");
});

test("it is not closed without saying why something stays open", async () => {
    const lines = [line(1, {lacks: false, discussed: true, note: "Soon"}), line(2)];
    await openBoard(
        {lines},
        {
            standup_close: () =>
                board({state: "closed", sent: true, duration: "9 minutes"}),
        }
    );
    await contains("button[name=finish]").click();
    expect(".o_hc_standup_open li").toHaveCount(1);
    expect(".o_hc_standup_open li").toHaveText(
        /^HC-002 ?Problem 2\s+no owner, no date$/
    );
    expect(".o_hc_standup_summary li").toHaveText(/^HC-001 ?Problem 1\s+Soon$/);
    await contains("button[name=close]").click();
    expect(".o_hc_standup_missing").toHaveCount(1);
    expect("textarea[name=reason]").toBeFocused();
    expect.verifySteps([]);
    await contains("textarea[name=reason]").edit("Thursday", {confirm: false});
    await contains("button[name=close]").click();
    expect.verifySteps([["standup_close", ["Thursday", null]]]);
    expect(".o_hc_standup_start[data-state=closed]").toHaveText(/took 9 minutes/);
});

test("attendance is ticked at once, and taken back if it cannot be kept", async () => {
    let isDown = false;
    await openBoard(
        {},
        {
            standup_keep: () => {
                if (isDown) {
                    throw makeServerError({message: "Not now."});
                }
                return true;
            },
        }
    );
    await contains("button[name=finish]").click();
    await contains("input[name=attended_2]").click();
    expect("input[name=attended_2]").toBeChecked();
    isDown = true;
    await contains("input[name=attended_1]").click();
    await animationFrame();
    expect("input[name=attended_1]").toBeChecked();
    expect.verifySteps([
        ["standup_keep", [{attended: [1, 2]}]],
        ["standup_keep", [{attended: [2]}]],
    ]);
});

test("nothing to discuss is closed in one click", async () => {
    await open(() => board({state: "ready", counts: {}, lines: undefined}), {
        standup_start: () => board({lines: []}),
        standup_close: () => board({state: "closed", duration: "1 minute"}),
    });
    expect(".o_hc_standup_start h2").toHaveText("Nothing to discuss");
    await contains("button[name=start_and_close]").click();
    await animationFrame();
    expect(".o_hc_standup_start[data-state=closed]").toHaveCount(1);
    expect.verifySteps([
        ["standup_start", []],
        ["standup_close", ["", ""]],
    ]);
});

test("before it begins: what there is, days off, and what was not closed", async () => {
    await open(
        () =>
            board({
                state: "ready",
                lines: undefined,
                counts: {urgent: 2, no_owner: 1},
                is_business_day: false,
                unfinished: {id: 4, date: "Mon 2 Mar"},
            }),
        {standup_start: () => board()}
    );
    expect(".o_hc_standup_start h2").toHaveText("3 to discuss in 15 minutes");
    expect(queryAllTexts(".o_hc_standup_counts li")).toEqual([
        "2\nS1 and S2",
        "1\nNo owner",
    ]);
    expect(".alert-info").toHaveText(/can be held all the same/);
    expect(".alert-warning").toHaveText(/Mon 2 Mar was not closed/);
    await contains("button[name=start]").click();
    expect(number()).toBe("HC-001");
    expect.verifySteps([["standup_start", []]]);
});

test("who may not run it is told where the minutes are", async () => {
    const period = {id: 7, name: "Go-live", leads: ["Farhana"]};
    await open(() => ({state: "reader", period}));
    expect(".o_hc_standup_start").toHaveText(/is run by Farhana/);
    await contains(".o_hc_standup_start .btn-primary").click();
    expect.verifySteps(["hypercare_support.standup_action_history"]);
});

test("the time runs, and says when it is over without a fuss", async () => {
    await openBoard();
    expect(".o_hc_standup_timer b").toHaveText("14:00");
    expect(".o_hc_standup_pace").toHaveText("4 minutes per issue");
    await advanceTime(60 * 1000);
    expect(".o_hc_standup_timer b").toHaveText("13:00");
    await advanceTime(15 * 60 * 1000);
    expect(".o_hc_standup_timer").toHaveText("2 minutes over time");
});

test("pace in words", async () => {
    await makeMockEnv();
    const texts = [
        [0, 15, 5],
        [0, 15, 20],
        [0, 15, 200],
        [60, 15, 0],
        [905, 15, 3],
        [961, 15, 3],
        [1021, 15, 0],
        [9999, 15, 1],
    ].map((args) => String(pace(...args).text));
    expect(texts).toEqual([
        "3 minutes per issue",
        "40 seconds per issue",
        "a few seconds per issue",
        "every issue was spoken of",
        "The time is up",
        "1 minute over time",
        "2 minutes over time",
        "More than an hour over time",
    ]);
});
