import {_t} from "@web/core/l10n/translation";

/** Promises that every policy may make, in the order of an issue's life. */
const USUAL = [
    ["response", ""],
    ["resolution", ""],
    ["update", ""],
    ["pickup", "l1"],
    ["pickup", "l2"],
    ["pickup", "l3"],
    ["handover", "l1"],
];

function label(metric, level) {
    const tier = {
        l0: _t("Tier 0"),
        l1: _t("Level 1"),
        l2: _t("Level 2"),
        l3: _t("Level 3"),
    }[level];
    return {
        response: _t("First response"),
        resolution: _t("Resolution"),
        update: _t("Update to reporter"),
        pickup: _t("Pick-up by %s", together(tier)),
        handover: _t("Hand-over by %s", together(tier)),
    }[metric];
}

/** Keep a tier's name on one line. */
function together(name) {
    return (name || "").replace(/ /g, "\u00a0");
}

/** @returns {string} where the promise of a line stands in its row */
export function columnKey({metric, level}) {
    return `${metric}-${level || ""}`;
}

/**
 * Return the columns in groups: the usual ones, and any other a policy has.
 *
 * @param {{metric: string, level: string|false}[]} lines
 * @returns {{key: string, title: string, columns: Object[]}[]}
 */
export function columnGroups(lines) {
    const columns = new Map();
    const pairs = lines.map(({metric, level}) => [metric, level || ""]);
    for (const [metric, level] of [...USUAL, ...pairs]) {
        const key = columnKey({metric, level});
        columns.set(key, {key, metric, level, title: label(metric, level)});
    }
    const own = (column) => Boolean(column.level);
    const all = [...columns.values()];
    return [
        {
            key: "reporter",
            title: _t("Promised to the reporter"),
            columns: all.filter((column) => !own(column)),
        },
        {
            key: "team",
            title: _t("Within the support team"),
            columns: all.filter(own),
        },
    ];
}
