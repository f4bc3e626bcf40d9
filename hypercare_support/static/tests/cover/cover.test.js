import {mailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

import {CoverGrid} from "@hypercare_support/cover/cover_grid";
import {Readiness} from "@hypercare_support/cover/readiness";

describe.current.tags("desktop");
defineModels(mailModels);

const PROPS = {action: {context: {active_id: 7}}, actionId: 1};

function grid(values = {}) {
    const day = {
        date: "2026-03-01",
        label: "Sunday 1 March",
        short: "Sun 1 Mar",
        is_today: true,
        is_outside: false,
        open: "09:00–18:00",
        hours: [{left: 37.5, width: 37.5}],
    };
    const cell = {
        date: day.date,
        people: [{name: "Rezwan", hours: "10:00–18:00", is_rota: true}],
        away: [{name: "Nadia", reason: "time off"}],
        holes: ["09:00–10:00"],
        nights: ["00:00–09:00", "18:00–24:00"],
        bars: [{kind: "hole", left: 37.5, width: 4.17}],
    };
    return {
        period: {id: 7, name: "Gazipur", tz: "Asia/Dhaka", state: "draft"},
        periods: [{id: 7, name: "Gazipur"}],
        may_edit: true,
        week: {
            start: "2026-03-01",
            previous: "2026-02-22",
            next: "2026-03-08",
            label: "This week",
        },
        days: [day],
        tiers: [
            {id: 3, name: "Level 3", any_time: true, is_empty: false, cells: [cell]},
        ],
        lines: [
            {
                level: "problem",
                tier_id: 3,
                tier: "Level 3",
                text: "Sunday: nobody in Level 3",
                begin: "2026-03-01 03:00:00",
                end: "2026-03-01 04:00:00",
                is_past: false,
            },
        ],
        later: {count: 0, week: false, text: false},
        ...values,
    };
}

test("a cell says in words who is there, who is away, and when nobody is", async () => {
    onRpc("hypercare.period", "cover_grid", () => grid());
    await mountWithCleanup(CoverGrid, {props: PROPS});
    const [text] = queryAllTexts("td");
    for (const words of [
        "09:00–10:00: nobody",
        "Rezwan",
        "on call",
        "Away: Nadia, time off",
        "Nobody to call 00:00–09:00, 18:00–24:00",
    ]) {
        expect(text).toInclude(words);
    }
    expect("th[aria-current=date]").toHaveCount(1);
    expect(".o_hc_cover_mend button").toHaveCount(2);
});

test("another week is one call", async () => {
    onRpc("hypercare.period", "cover_grid", ({args}) => {
        expect.step(JSON.stringify(args));
        return grid();
    });
    await mountWithCleanup(CoverGrid, {props: PROPS});
    await contains("button[data-hotkey=n]").click();
    await contains("button[data-hotkey=t]").click();
    expect.verifySteps(["[[7],false]", '[[7],"2026-03-08"]', "[[7],false]"]);
});

test("whoever may not edit gets no buttons, what is over none either", async () => {
    onRpc("hypercare.period", "cover_grid", () => grid({may_edit: false}));
    await mountWithCleanup(CoverGrid, {props: PROPS});
    expect(".o_hc_cover_mend").toHaveCount(0);
});

test("a refusal is said, nothing else is shown", async () => {
    onRpc("hypercare.period", "cover_grid", () => {
        throw makeServerError({message: "Only the support team"});
    });
    await mountWithCleanup(CoverGrid, {props: PROPS});
    expect(".alert-danger").toHaveText("Only the support team");
    expect("table").toHaveCount(0);
});

test("each missing thing leads to its place", async () => {
    const row = {code: "x", text: "Something", label: "Go there"};
    onRpc("hypercare.period", "readiness", () => ({
        period: {id: 7, name: "Gazipur", state: "draft", state_label: "Draft"},
        problems: [
            {...row, where: "page:tiers"},
            {...row, where: "action_open_cover"},
        ],
        accepted: [],
        warnings: [],
        may_edit: true,
        may_start: true,
        forced: "",
    }));
    onRpc("hypercare.period", "action_open_cover", () => ({tag: "cover"}));
    mockService("action", {
        doAction(action, options) {
            const page = options.props?.state?.activeNotebookPages[0];
            expect.step(action.tag || `${action.res_model} ${page}`);
        },
    });
    await mountWithCleanup(Readiness, {props: PROPS});
    expect("h1").toHaveText(/2 things are missing/);
    await contains("li:eq(0) button").click();
    await contains("li:eq(1) button").click();
    await animationFrame();
    expect.verifySteps(["hypercare.period tiers", "cover"]);
    expect(".o_hc_ready_next .btn-primary").toHaveCount(0);
});
