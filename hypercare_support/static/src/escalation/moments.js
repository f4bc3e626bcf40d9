/**
 * Moments and spans of a time line in words. Moments come as UTC text from the server
 * and are shown in the user's time zone.
 */
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

const {DateTime} = luxon;

/** What fired so soon after it was due was on time: the sweep runs by the minute. */
const ON_TIME = 90;
const TIME = {hour: "numeric", minute: "2-digit"};
const DAY = {weekday: "short", day: "numeric", month: "short"};

/**
 * Write a moment as "Mon, Mar 2, 2:00 PM"; the year only if it is another one.
 *
 * @param {string} instant naive UTC
 * @param {string|false} [near] the moment shown just before: its day is not repeated
 * @returns {string}
 */
export function moment(instant, near) {
    const time = deserializeDateTime(instant);
    if (near && deserializeDateTime(near).hasSame(time, "day")) {
        return time.toLocaleString(TIME);
    }
    const format = {...DAY, ...TIME};
    if (!time.hasSame(DateTime.now(), "year")) {
        format.year = "numeric";
    }
    return time.toLocaleString(format);
}

/**
 * Write seconds as "2 h 10 min"; the coarsest two units say enough.
 *
 * @param {number} seconds
 * @returns {string} empty below one minute
 */
export function span(seconds) {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const days = Math.floor(hours / 24);
    const parts = [];
    if (days) {
        parts.push(_t("%s d", days));
    }
    if (hours % 24) {
        parts.push(_t("%s h", hours % 24));
    }
    if (minutes % 60 && !days) {
        parts.push(_t("%s min", minutes % 60));
    }
    return parts.join(" ");
}

/**
 * Say how late something fired.
 *
 * @param {string} due naive UTC
 * @param {string} fired naive UTC
 * @returns {string} empty if it was on time
 */
export function late(due, fired) {
    const seconds = between(due, fired);
    return seconds > ON_TIME ? _t("%s late", span(seconds)) : "";
}

/**
 * Say how long it is until a moment.
 *
 * @param {string} instant naive UTC
 * @param {DateTime} now
 * @returns {string}
 */
export function countdown(instant, now) {
    const seconds = deserializeDateTime(instant).diff(now, "seconds").seconds;
    if (seconds <= 0) {
        return _t("any moment");
    }
    if (seconds < 60) {
        return _t("in less than a minute");
    }
    return _t("in %s", span(Math.ceil(seconds / 60) * 60));
}

function between(begin, end) {
    return deserializeDateTime(end).diff(deserializeDateTime(begin), "seconds").seconds;
}
