/**
 * How a deadline stands, in words.
 */
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

import {span} from "../escalation/moments";

const MINUTE = 60 * 1000;

/** What each standing looks like; the words say the same. */
export const LOOKS = {
    calm: {icon: "fa-clock-o", color: "text-muted"},
    risk: {icon: "fa-hourglass-half", color: "text-warning-emphasis fw-bold"},
    over: {icon: "fa-exclamation-triangle", color: "text-danger fw-bold"},
    paused: {icon: "fa-pause", color: "text-muted"},
    met: {icon: "fa-check", color: "text-success-emphasis"},
    late: {icon: "fa-times", color: "text-danger"},
};

/**
 * Read a moment as Odoo hands it out.
 *
 * @param {luxon.DateTime|string|false} value a string is naive UTC
 * @returns {luxon.DateTime|null}
 */
export function toMoment(value) {
    return typeof value === "string" ? deserializeDateTime(value) : value || null;
}

/**
 * Say how a deadline stands.
 *
 * @param {Object} promise
 * @param {luxon.DateTime|null} promise.due when it is due; the time decides whether
 *  it is overdue, not the state, which was right when the page was loaded
 * @param {luxon.DateTime|null} [promise.riskAt] from when on it is at risk
 * @param {string} [promise.state] on_track, at_risk, breached, paused, met or none
 * @param {number} now milliseconds since the epoch
 * @returns {{look: keyof LOOKS, text: string}|null} null if nothing is promised
 */
export function readDeadline({due, riskAt, state}, now) {
    if (state === "paused") {
        return {look: "paused", text: _t("paused")};
    }
    if (state === "met") {
        return {look: "met", text: _t("in time")};
    }
    if (!due) {
        return state === "breached" ? {look: "late", text: _t("was late")} : null;
    }
    const left = due.toMillis() - now;
    if (left < 0) {
        return {look: "over", text: overdue(-left)};
    }
    if (riskAt ? riskAt.toMillis() <= now : state === "at_risk") {
        return {look: "risk", text: _t("at risk, %s", until(left))};
    }
    return {look: "calm", text: until(left)};
}

function until(left) {
    if (left < MINUTE) {
        return _t("in less than a minute");
    }
    return _t("in %s", span(Math.ceil(left / MINUTE) * 60));
}

function overdue(late) {
    if (late < MINUTE) {
        return _t("overdue since just now");
    }
    return _t("overdue by %s", span(late / 1000));
}
