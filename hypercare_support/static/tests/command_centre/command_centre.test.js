import {mailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryText} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    makeServerError,
    mockService,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {router} from "@web/core/browser/router";

import {NOW, answer, cell, mountCentre, plain} from "./centre_helpers";

describe.current.tags("desktop");
defineModels(mailModels);

const parts = () =>
    [...document.querySelectorAll(".o_hc_centre_part")].map(
        ({dataset}) => dataset.part
    );

/** Catch the actions that are opened. */
function catchActions() {
    mockService("action", {
        doAction(action) {
            expect.step(action);
        },
    });
}

test("the head says how far the period is", async () => {
    for (const [period, text] of [
        [{}, "Day 9 of 14 · week 2 · Stabilise"],
        [{mode: "critical only"}, "Day 9 of 14 · week 2 · Stabilise · critical only"],
        [{phase: false}, "Day 9 of 14 · week 2"],
        [{day: 16, week: 3, phase: false}, "Day 16, planned end was day 14 · week 3"],
        [
            {day: 0, week: 0, phase: false, state: "ready", state_label: "Ready"},
            "Go-live is tomorrow · Ready",
        ],
        [
            {day: -2, week: 0, phase: false, state: "ready", state_label: "Ready"},
            "3 days to go-live · Ready",
        ],
    ]) {
        const centre = await mountCentre(answer());
        centre.feed.data = answer({period});
        await animationFrame();
        expect(centre.where).toBe(text);
    }
});

test("only what the server gives is shown", async () => {
    await mountCentre(answer());
    expect(parts()).toEqual(["now"]);
    expect(".o_hc_centre_name").toHaveText("First go-live");
    expect("select").toHaveCount(0);
});

test("a number opens exactly what it counts, and one that may not be read is none", async () => {
    catchActions();
    await mountCentre(answer());
    expect("[data-tile=late] button").toHaveCount(0);
    expect(queryText("[data-tile=late] .o_hc_centre_count")).toBe("3");
    expect("[data-tile=open] button").toHaveAttribute(
        "aria-label",
        "7, Open: open the list"
    );
    await contains("[data-tile=open] button").click();
    expect.verifySteps([
        {
            type: "ir.actions.act_window",
            name: "Open",
            res_model: "hypercare.issue",
            domain: NOW.open.domain,
            context: {default_period_id: 4},
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
        },
    ]);
});

test("the next due time counts down and leads to its issue", async () => {
    mockDate("2026-03-09 10:00:00", 0);
    catchActions();
    const issue = {id: 8, name: "HC-008 Receipts are blocked"};
    const next = {due: "2026-03-09 10:42:00", issue};
    await mountCentre(answer({sections: {now: {...NOW, next}}}));
    expect(".o_hc_centre_next .o_hc_countdown").toHaveText("in 42 min");
    await contains(".o_hc_centre_next .o_hc_centre_link").click();
    expect.verifySteps([
        {
            type: "ir.actions.act_window",
            res_model: "hypercare.issue",
            res_id: 8,
            views: [[false, "form"]],
        },
    ]);
});

test("what one may not read has a time but no name", async () => {
    const next = {due: "2026-03-09 10:42:00", issue: null};
    await mountCentre(answer({sections: {now: {...NOW, next}}}));
    expect(".o_hc_centre_next .o_hc_countdown").toHaveCount(1);
    expect(".o_hc_centre_next .o_hc_centre_link").toHaveCount(0);
});

test("an outage comes first", async () => {
    await mountCentre(answer({sections: {now: {...NOW, outage: cell(2)}}}));
    expect(".o_hc_centre_outage").toHaveText(/2 outages affect everybody/);
    expect(".o_hc_centre_outage").toHaveAttribute("role", "alert");
});

test("too few is said in words, not in percent", async () => {
    const rate = {percent: null, met: cell(3), breached: plain(0), severities: []};
    const sla = {minimum: 5, response: rate, resolution: {...rate, percent: 0}};
    await mountCentre(answer({sections: {sla}}));
    expect("[data-rate=response] .o_hc_centre_few").toHaveText("Too few to say");
    expect("[data-rate=resolution] .o_hc_centre_big").toHaveText("0 %");
});

test("a streak says what broke it", async () => {
    const streak = {days: 3, possible: 6, urgent: plain(0)};
    const last = "2026-03-03 19:00:00";
    const centre = await mountCentre(
        answer({sections: {streak: {...streak, broken_at: last}}})
    );
    // Already Wednesday, day 4, in Dhaka.
    expect("[data-part=streak]").toHaveText(/last S1 or S2 ended on day 4\./);
    const sections = {streak: {...streak, days: 6, broken_at: null}};
    centre.feed.data = answer({sections});
    await animationFrame();
    expect("[data-part=streak]").toHaveText(/No S1 or S2 since go-live\./);
    sections.streak = {...streak, days: 0, possible: 0, broken_at: null};
    centre.feed.data = answer({sections});
    await animationFrame();
    expect("[data-part=streak]").toHaveText(/No business day is over yet\./);
});

test("the burn-up can be read as a table", async () => {
    const day = (number, raised, done) => ({
        day: number,
        raised: cell(raised),
        done: plain(done),
        raised_total: raised,
        done_total: done,
        open: raised - done,
    });
    const days = [day(1, 4, 1), day(2, 6, 5)];
    await mountCentre(
        answer({sections: {burn_up: {days, raised: cell(6), done: cell(5)}}})
    );
    expect("[data-part=burn_up] canvas").toHaveAttribute(
        "aria-label",
        "6 raised, 5 done, 1 left open."
    );
    await contains("[data-part=burn_up] summary").click();
    expect(queryAllTexts("[data-part=burn_up] tbody tr:last-child > *")).toEqual([
        "2",
        "6",
        "5",
        "1",
    ]);
});

test("who is on call can be called", async () => {
    const person = {id: 1, name: "Mitu Das", phone: "+880 1000-11", whatsapp: false};
    const tier = {id: 1, tier: "Level 1", people: [person], stand_in: []};
    const nobody = {id: 2, tier: "Level 2", people: [], stand_in: [person]};
    await mountCentre(answer({sections: {on_call: [tier, nobody]}}));
    expect("[data-part=on_call] a:first").toHaveAttribute("href", "tel:+880100011");
    expect(".o_hc_centre_nobody").toHaveText("Nobody at this hour");
});

test("several periods can be chosen from, by the address as well", async () => {
    const periods = [
        {id: 4, name: "First"},
        {id: 9, name: "Second"},
    ];
    const updates = [];
    await mountCentre(
        (wanted) => {
            expect.step(wanted);
            return answer({periods, period: {id: wanted}});
        },
        {resId: 4, updateActionState: (state) => updates.push(state)}
    );
    await contains("select").select("9");
    await animationFrame();
    expect.verifySteps([4, 9]);
    expect("select").toHaveValue("9");
    expect(updates.at(-1)).toEqual({resId: 9});
});

test("a period that may not be seen is said, not shown", async () => {
    await mountCentre(() => {
        throw makeServerError({message: "Not open to you."});
    });
    expect(".alert-danger").toHaveText("Not open to you.");
    expect(".o_hc_centre_nothing").toHaveCount(0);
});

test("where nothing runs it is said what to do", async () => {
    catchActions();
    const centre = await mountCentre(
        answer({period: false, sections: {}, hidden: false, may_prepare: true})
    );
    expect("h1").toHaveText("No hypercare is running");
    expect("li").toHaveCount(3);
    await contains(".btn-primary").click();
    expect.verifySteps(["hypercare_support.period_action"]);
    centre.feed.data = answer({period: false, sections: {}, hidden: true});
    await animationFrame();
    expect("h1").toHaveText("The figures are not open to everybody");
    await contains(".btn-primary").click();
    expect.verifySteps(["hypercare_support.issue_action_mine"]);
});

test("the wall shows no workload, and Escape leaves it", async () => {
    const none = {open: plain(0), urgent: plain(0), late: plain(0)};
    const load = {tiers: [], people: [], nobody: {id: false, name: false, ...none}};
    patchWithCleanup(router, {current: {wall: ""}, pushState: () => {}});
    await mountCentre(answer({sections: {load}}));
    expect(".o_hc_centre").toHaveClass("o_hc_centre_wall");
    expect(parts()).toEqual(["now"]);
    await press("Escape");
    await animationFrame();
    expect(".o_hc_centre").not.toHaveClass("o_hc_centre_wall");
    expect(parts()).toEqual(["now", "load"]);
});
