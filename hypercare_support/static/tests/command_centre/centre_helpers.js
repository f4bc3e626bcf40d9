import {mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";

import {CommandCentre} from "@hypercare_support/centre/command_centre";

const NOTHING = {value: 0, domain: false};

/** A number that opens its records. */
export const cell = (value, domain = [["state", "=", "new"]]) => ({value, domain});

/** A number that does not. */
export const plain = (value) => ({value, domain: false});

export const NOW = {
    open: cell(7, [["is_open", "=", true]]),
    urgent: cell(2),
    late: plain(3),
    at_risk: NOTHING,
    nobody: NOTHING,
    waiting: NOTHING,
    outage: NOTHING,
    next: false,
};

export const PERIOD = {
    id: 4,
    name: "First go-live",
    state: "running",
    state_label: "Running",
    go_live: "2026-03-01",
    day: 9,
    length: 14,
    week: 2,
    phase: "Stabilise",
    tz: "Asia/Dhaka",
    details: true,
};

/** What the server answers, with some of it replaced. */
export function answer({period, sections, ...values} = {}) {
    return {
        at: "2026-03-09 10:00:00",
        periods: [{id: 4, name: "First go-live"}],
        period: period === false ? false : {...PERIOD, ...period},
        sections: {now: NOW, ...sections},
        ...values,
    };
}

/**
 * Mount a command centre.
 *
 * @param {Function|Object} reply what the server answers, or what answers for it
 * @param {Object} [props]
 */
export async function mountCentre(reply, props = {}) {
    onRpc("hypercare.period", "command_centre", ({args}) =>
        typeof reply === "function" ? reply(...args) : reply
    );
    return await mountWithCleanup(CommandCentre, {
        props: {action: {context: {}}, actionId: 1, ...props},
    });
}
