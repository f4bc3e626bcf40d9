import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, mockDate, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const CARD = {
    id: 11,
    metric: "response",
    label: "First response",
    tier: "",
    state: "on_track",
    due: "2026-03-02 10:20:00",
    running: true,
    risk_at: "2026-03-02 09:50:00",
    stopped: false,
    percent: 40,
    run: 1,
};

class Issue extends models.Model {
    _name = "hypercare.issue";
    _records = [{id: 1, clock_cards: false, state: "new", duration_tracking: false}];

    clock_cards = fields.Json();
    duration_tracking = fields.Json();
    state = fields.Selection({
        selection: [
            ["new", "New"],
            ["waiting", "Waiting"],
            ["resolved", "Resolved"],
        ],
    });
}

class Clock extends models.Model {
    _name = "hypercare.sla.clock";
    _records = [{id: 11, explanation: "Four hours, day and night"}];
    _views = {form: `<form><field name="explanation"/></form>`};

    explanation = fields.Char();
}

defineMailModels();
defineModels([Issue, Clock]);

async function show(cards) {
    mockDate("2026-03-02 09:00:00", 0);
    Issue._records[0].clock_cards = cards;
    await mountView({
        type: "form",
        resModel: "hypercare.issue",
        resId: 1,
        arch: `<form><field name="clock_cards" widget="hypercare_clock_cards"/></form>`,
    });
}

test("promises stand side by side with what is left and what has been", async () => {
    await show([
        {...CARD, state: "met", running: false, stopped: "2026-03-02 08:10:00"},
        {...CARD, id: 12, metric: "resolution", label: "Resolution"},
        {...CARD, id: 13, metric: "update", label: "Update", state: "paused"},
        {
            ...CARD,
            id: 14,
            metric: "pickup",
            label: "Pick-up",
            tier: "Level 2",
            state: "breached",
            due: "2026-03-02 08:25:00",
            percent: 130,
        },
        {
            ...CARD,
            id: 15,
            state: "breached",
            running: false,
            stopped: "2026-03-02 08:40:00",
        },
    ]);
    expect(queryAllTexts(".o_hc_clock > div:first-child > b")).toEqual([
        "First response",
        "Resolution",
        "Update",
        "Pick-up: Level 2",
        "First response",
    ]);
    expect(queryAllTexts(".o_hc_countdown")).toEqual([
        "in time",
        "in 1 h 20 min",
        "paused",
        "overdue by 35 min",
        "was late",
    ]);
    expect(queryAllTexts(".o_hc_clock .small")).toEqual([
        "done Mar 2, 8:10 AM",
        "due Mar 2, 10:20 AM",
        "due Mar 2, 10:20 AM",
        "due Mar 2, 8:25 AM",
        "done Mar 2, 8:40 AM",
    ]);
    expect("[data-metric=pickup] .progress").toHaveAttribute("aria-valuenow", "100");
    expect("[data-metric=pickup] .progress").toHaveAttribute(
        "aria-label",
        "130 percent of the time is used"
    );
});

test("why a deadline is what it is opens over the form", async () => {
    await show([CARD]);
    await contains(".o_hc_clock_why").click();
    expect(".modal-title").toHaveText("Why this deadline?");
    expect(".modal [name=explanation]").toHaveText("Four hours, day and night");
});

test("an issue without promises shows nothing", async () => {
    await show(false);
    expect(".o_hc_clock").toHaveCount(0);
});

test("the status says how long the issue was in each", async () => {
    Issue._records[0].duration_tracking = {new: 3 * 3600, waiting: 2 * 86400};
    await mountView({
        type: "form",
        resModel: "hypercare.issue",
        resId: 1,
        arch: `<form><header><field name="state" widget="hypercare_state"/></header></form>`,
    });
    const states = queryAllTexts(".o_statusbar_status .o_arrow_button:visible").sort();
    expect(states).toEqual(["New3h", "Resolved", "Waiting2d"]);
});
