import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, mockDate, mockTimeZone, test} from "@odoo/hoot";
import {queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    allowTranslations,
    defineModels,
    fields,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {assets} from "@web/core/assets";

import {Countdown} from "@hypercare_support/countdown/countdown";
import {readDeadline, toMoment} from "@hypercare_support/countdown/reading";
import {offsetOf} from "@hypercare_support/countdown/server_time";
import {ticker} from "@hypercare_support/countdown/ticker";

import {Component, xml} from "@odoo/owl";

describe.current.tags("desktop");

class Issue extends models.Model {
    _name = "hypercare.issue";

    name = fields.Char();
    breach_at = fields.Datetime({string: "Next due"});
    at_risk_at = fields.Datetime();
    sla_state = fields.Selection({
        selection: [
            ["on_track", "On track"],
            ["at_risk", "At risk"],
            ["breached", "Breached"],
            ["paused", "Paused"],
            ["none", "No target"],
        ],
    });

    _records = [
        {id: 1, breach_at: "2026-03-02 10:20:00", sla_state: "on_track"},
        {
            id: 2,
            breach_at: "2026-03-02 09:20:00",
            at_risk_at: "2026-03-02 08:50:00",
            sla_state: "at_risk",
        },
        {id: 3, breach_at: "2026-03-02 08:25:00", sla_state: "breached"},
        {id: 4, breach_at: false, sla_state: "paused"},
        {id: 5, breach_at: false, sla_state: "none"},
    ];
}

defineMailModels();
defineModels([Issue]);

const NOW = "2026-03-02 09:00:00";
const now = () => toMoment(NOW).toMillis();
const read = (due, state, riskAt) =>
    readDeadline({due: toMoment(due), riskAt: toMoment(riskAt), state}, now());

test("every standing has its words", () => {
    allowTranslations();
    const cases = [
        ["2026-03-02 10:20:00", "on_track", "calm", "in 1 h 20 min"],
        ["2026-03-02 09:00:01", "on_track", "calm", "in less than a minute"],
        ["2026-03-02 09:00:00", "on_track", "calm", "in less than a minute"],
        ["2026-03-02 08:59:59", "on_track", "over", "overdue since just now"],
        ["2026-03-02 08:25:00", "breached", "over", "overdue by 35 min"],
        ["2026-03-05 11:30:00", "on_track", "calm", "in 3 d 2 h"],
        ["2026-03-02 09:40:00", "at_risk", "risk", "at risk, in 40 min"],
        ["2026-03-02 08:25:00", "paused", "paused", "paused"],
        ["2026-03-02 08:25:00", "met", "met", "in time"],
    ];
    for (const [due, state, look, text] of cases) {
        expect(read(due, state)).toEqual({look, text});
    }
    expect(read(false, "breached")).toEqual({look: "late", text: "was late"});
    expect(read(false, "none")).toBe(null);
});

test("time goes on: what was on track at loading is at risk and overdue later", () => {
    allowTranslations();
    expect(read("2026-03-02 09:40:00", "on_track", "2026-03-02 08:59:00").look).toBe(
        "risk"
    );
    expect(read("2026-03-02 09:40:00", "at_risk", "2026-03-02 09:01:00").look).toBe(
        "calm"
    );
    expect(read("2026-03-02 08:59:00", "on_track").look).toBe("over");
});

test("the server's clock counts, if this machine's is wrong", () => {
    expect(offsetOf(undefined, 1_000_000)).toBe(0);
    expect(offsetOf(1_004_000, 1_000_000)).toBe(0);
    expect(offsetOf(4_600_000, 1_000_000)).toBe(3_600_000);
    expect(offsetOf(1_000_000, 4_600_000)).toBe(-3_600_000);
});

test("all countdowns of a page tick by one timer, which ends with the last", async () => {
    mockDate(NOW, 0);
    class Parent extends Component {
        static components = {Countdown};
        static props = {};
        static template = xml`
            <Countdown t-if="!state.over" due="'2026-03-02 09:02:00'" state="'on_track'"/>
            <Countdown t-if="!state.over" due="'2026-03-02 09:30:00'" state="'on_track'"/>`;
        setup() {
            this.state = {over: false};
        }
    }
    const parent = await mountWithCleanup(Parent);
    const {interval} = ticker;
    expect(interval).not.toBe(null);
    expect(ticker.listeners.size).toBe(2);
    expect(queryAllTexts(".o_hc_countdown")).toEqual(["in 2 min", "in 30 min"]);
    await advanceTime(61 * 1000);
    await animationFrame();
    expect(queryAllTexts(".o_hc_countdown")).toEqual([
        "in less than a minute",
        "in 29 min",
    ]);
    await advanceTime(65 * 1000);
    await animationFrame();
    expect(queryAllTexts(".o_hc_countdown")).toEqual([
        "overdue since just now",
        "in 28 min",
    ]);
    expect(ticker.interval).toBe(interval);
    parent.state.over = true;
    parent.render();
    await animationFrame();
    expect(".o_hc_countdown").toHaveCount(0);
    expect(ticker.interval).toBe(null);
});

test("whoever listens hears what is due, how long there is left, and when", async () => {
    mockDate(NOW, 0);
    await mountWithCleanup(Countdown, {
        props: {due: "2026-03-02 10:20:00", state: "on_track", label: "Answer"},
    });
    const label = queryOne(".o_hc_countdown").getAttribute("aria-label");
    expect(label).toBe("Answer: in 1 h 20 min (due Mar 2, 10:20 AM)");
    expect(".o_hc_countdown").toHaveAttribute("role", "timer");
    expect(".o_hc_countdown i").toHaveAttribute("aria-hidden", "true");
});

test("as a field: state and risk come along unasked, nothing promised is empty", async () => {
    mockDate(NOW, 0);
    mockTimeZone(6);
    onRpc("hypercare.issue", "web_search_read", ({kwargs}) => {
        expect.step(Object.keys(kwargs.specification).sort().join());
    });
    patchWithCleanup(assets, {loadBundle: async () => {}});
    await mountView({
        type: "list",
        resModel: "hypercare.issue",
        arch: `<list><field name="breach_at" widget="hypercare_countdown"/></list>`,
    });
    expect.verifySteps(["at_risk_at,breach_at,sla_state"]);
    expect(queryAllTexts(".o_data_cell")).toEqual([
        "in 1 h 20 min",
        "at risk, in 20 min",
        "overdue by 35 min",
        "paused",
        "",
    ]);
    expect(".o_hc_countdown:first").toHaveAttribute(
        "title",
        "Next due: in 1 h 20 min (due Mar 2, 4:20 PM)"
    );
});
