import {beforeEach, expect, test} from "@odoo/hoot";
import {allowTranslations} from "@web/../tests/web_test_helpers";

import {
    parseDays,
    parseMinutes,
    typeMinutes,
} from "@hypercare_support/sla/promise/amount";
import {draftOf, readDraft, sayPromise} from "@hypercare_support/sla/promise/promise";
import {columnGroups} from "@hypercare_support/sla/sla_matrix/columns";

beforeEach(allowTranslations);

test("durations are read as people type them", () => {
    const minutes = {
        90: 90,
        "90 ": 90,
        "1:30": 90,
        "0:45": 45,
        "1h30": 90,
        "1h 30m": 90,
        "1 H 30 min": 90,
        "2h": 120,
        "2 hours": 120,
        "30m": 30,
        "1.5h": 90,
        "1,5 h": 90,
        "100:00": 6000,
        1: 1,
    };
    for (const [typed, value] of Object.entries(minutes)) {
        expect(parseMinutes(typed)).toEqual({value}, {message: typed});
    }
    expect(parseMinutes("3d", true)).toEqual({value: 4320});
    expect(parseMinutes("1d 2h", true)).toEqual({value: 1560});
});

test("durations that cannot be meant are refused with a reason", () => {
    const errors = {
        "": "empty",
        "  ": "empty",
        abc: "unclear",
        "1:75": "unclear",
        "1h2h": "unclear",
        "30m 2h": "unclear",
        "1 2": "unclear",
        "2x": "unclear",
        "1h30m5": "unclear",
        0: "small",
        "0h": "small",
        "0:00": "small",
        0.5: "small",
        "-5": "small",
        "−2h": "small",
        "3d": "days",
        "9000h": "large",
        99999999999: "large",
    };
    for (const [typed, error] of Object.entries(errors)) {
        expect(parseMinutes(typed)).toEqual({error}, {message: typed});
    }
});

test("business days are whole and positive", () => {
    expect(parseDays("3")).toEqual({value: 3});
    expect(parseDays(" 3 d")).toEqual({value: 3});
    expect(parseDays("1 day")).toEqual({value: 1});
    const errors = {"": "empty", 0: "few", "-1": "few", 1.5: "whole", "2h": "whole"};
    for (const [typed, error] of Object.entries({...errors, 366: "large"})) {
        expect(parseDays(typed)).toEqual({error}, {message: typed});
    }
});

test("what is written can be read back", () => {
    for (const minutes of [1, 5, 30, 59, 60, 61, 65, 90, 119, 120, 1440, 1505]) {
        expect(parseMinutes(typeMinutes(minutes))).toEqual({value: minutes});
    }
    expect(typeMinutes(90)).toBe("1h30");
    expect(typeMinutes(65)).toBe("1h05");
});

test("promises are said in words", () => {
    const words = [
        [{kind: "elapsed", minutes: 120}, "2 h, day and night"],
        [{kind: "working", minutes: 90}, "1 h 30 min of support hours"],
        [{kind: "working", minutes: 30}, "30 min of support hours"],
        [{kind: "same_day"}, "Same business day"],
        [{kind: "next_days", days: 1}, "Next business day"],
        [{kind: "next_days", days: 3}, "3 business days"],
        [{kind: "none", label: false}, "No promise"],
        [{kind: "none", label: "Next sprint"}, "No promise – Next sprint"],
    ];
    for (const [promise, text] of words) {
        expect(sayPromise(promise).text).toBe(text);
    }
});

test("a draft of a promise gives the same promise", () => {
    const promises = [
        {kind: "elapsed", minutes: 120, days: 0},
        {kind: "working", minutes: 95, days: 0},
        {kind: "same_day", minutes: 0, days: 0},
        {kind: "next_days", minutes: 0, days: 3},
        {kind: "none", minutes: 0, days: 0, label: "Next sprint"},
    ];
    for (const promise of promises) {
        expect(readDraft(draftOf(promise))).toEqual({values: promise});
    }
    expect(readDraft(draftOf())).toEqual({
        error: "Type how long: 30m, 2h or 1:30.",
    });
});

test("promises beyond the usual ones get a column of their own", () => {
    const keys = (lines) =>
        columnGroups(lines).map((group) => group.columns.map((column) => column.key));
    const reporter = ["response-", "resolution-", "update-"];
    const team = ["pickup-l1", "pickup-l2", "pickup-l3", "handover-l1"];
    expect(keys([])).toEqual([reporter, team]);
    expect(keys([{metric: "response", level: false}])).toEqual([reporter, team]);
    expect(keys([{metric: "handover", level: "l2"}])).toEqual([
        reporter,
        [...team, "handover-l2"],
    ]);
});
