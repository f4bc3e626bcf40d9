import {_t} from "@web/core/l10n/translation";
import {parseDays, parseMinutes, typeMinutes} from "./amount";

/**
 * @typedef {Object} Draft what is being typed into a cell
 * @property {string} kind
 * @property {string} amount as typed
 * @property {string} label
 */

/** @returns {[string, string][]} kinds of promise in plain words */
export function promiseKinds() {
    return [
        ["elapsed", _t("Hours, day and night")],
        ["working", _t("Support hours only")],
        ["same_day", _t("Same business day")],
        ["next_days", _t("Business days")],
        ["none", _t("No promise")],
    ];
}

/**
 * Say a duration.
 *
 * @param {number} minutes
 * @returns {string} such as "4 h", "1 h 30 min" or "45 min"
 */
export function sayMinutes(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = Math.round((minutes - hours * 60) * 100) / 100;
    if (!hours) {
        return _t("%(minutes)s min", {minutes: rest});
    }
    return rest
        ? _t("%(hours)s h %(minutes)s min", {hours, minutes: rest})
        : _t("%(hours)s h", {hours});
}

/**
 * Say a promise: what counts, and how it is counted.
 *
 * @param {{kind: string, minutes: number, days: number, label: string|false}} promise
 * @returns {{lead: string, tail: string, text: string}}
 */
export function sayPromise({kind, minutes, days, label}) {
    const time = sayMinutes(minutes || 0);
    switch (kind) {
        case "elapsed":
            return {
                lead: time,
                tail: _t("day and night"),
                text: _t("%(time)s, day and night", {time}),
            };
        case "working":
            return {
                lead: time,
                tail: _t("of support hours"),
                text: _t("%(time)s of support hours", {time}),
            };
        case "same_day":
            return whole(_t("Same business day"));
        case "next_days":
            return whole(
                days === 1
                    ? _t("Next business day")
                    : _t("%(days)s business days", {days})
            );
        default:
            return {
                lead: _t("No promise"),
                tail: label || "",
                text: label ? _t("No promise – %(label)s", {label}) : _t("No promise"),
            };
    }
}

function whole(text) {
    return {lead: text, tail: "", text};
}

/**
 * @param {Object} [promise] values of a line; none for an empty cell
 * @returns {Draft}
 */
export function draftOf(promise) {
    const {kind, minutes, days, label} = promise || {kind: "working"};
    const amount = {
        elapsed: minutes && typeMinutes(minutes),
        working: minutes && typeMinutes(minutes),
        next_days: days && String(days),
    }[kind];
    return {kind, amount: amount || "", label: label || ""};
}

/**
 * Read what was typed.
 *
 * @param {Draft} draft
 * @returns {{values?: Object, error?: string}} values for the line, or what to do
 */
export function readDraft({kind, amount, label}) {
    const values = {kind, minutes: 0, days: 0};
    if (kind === "none") {
        return {values: {...values, label: label.trim() || false}};
    }
    if (kind === "same_day") {
        return {values};
    }
    const inDays = kind === "next_days";
    const {value, error} = inDays
        ? parseDays(amount)
        : parseMinutes(amount, kind === "elapsed");
    if (error) {
        return {error: advise(error, inDays, amount.trim())};
    }
    return {values: {...values, [inDays ? "days" : "minutes"]: value}};
}

function advise(error, inDays, typed) {
    const advice = {
        empty: inDays
            ? _t("Type a number of business days, such as 3.")
            : _t("Type how long: 30m, 2h or 1:30."),
        unclear: _t("“%s” is not a duration. Write 30m, 2h or 1:30.", typed),
        days: _t(
            "Support days differ in length. Give hours, or choose “Business days”."
        ),
        small: _t("Give at least one minute, or choose “No promise”."),
        large: _t("Give at most one year, or choose “No promise”."),
        whole: _t(
            "“%s” is not a number of days. Write a whole number, such as 3.",
            typed
        ),
        few: _t("Give at least 1 business day, or choose “Same business day”."),
    };
    return advice[error];
}
