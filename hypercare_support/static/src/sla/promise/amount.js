/**
 * Reading and writing durations as people type them. Pure: no web client needed.
 */

const UNITS = {
    m: 1,
    min: 1,
    mins: 1,
    minute: 1,
    minutes: 1,
    h: 60,
    hr: 60,
    hrs: 60,
    hour: 60,
    hours: 60,
    d: 1440,
    day: 1440,
    days: 1440,
};
const YEAR = 365;

/** A number with a unit, or a bare number at the end: "1h30", "1.5 h", "2h 5 min". */
const PART = /(\d+(?:[.,]\d+)?)\s*([a-z]*)\s*/y;

function number(text) {
    return Number(text.replace(",", "."));
}

/**
 * Read a duration. A bare number is minutes, or after hours the minutes past the hour.
 *
 * @param {string} text such as "90", "1:30", "1h30", "2h" or "30m"
 * @param {boolean} [withDays=false] whether a day is 24 hours here
 * @returns {{value?: number, error?: string}} minutes, or why not:
 *  "empty", "unclear", "days", "small" or "large"
 */
export function parseMinutes(text, withDays = false) {
    const typed = text.trim().toLowerCase();
    if (!typed) {
        return {error: "empty"};
    }
    const clock = typed.match(/^(\d+):([0-5]\d)$/);
    if (clock) {
        return inRange(Number(clock[1]) * 60 + Number(clock[2]));
    }
    let total = 0;
    let finest = Infinity;
    PART.lastIndex = 0;
    while (PART.lastIndex < typed.length) {
        const part = PART.exec(typed);
        const unit = part && (part[2] ? UNITS[part[2]] : bareUnit(finest));
        if (!unit || unit >= finest) {
            return {error: /^[-−]/.test(typed) ? "small" : "unclear"};
        }
        if (unit === UNITS.d && !withDays) {
            return {error: "days"};
        }
        finest = unit;
        total += number(part[1]) * unit;
    }
    return inRange(total);
}

function bareUnit(finest) {
    return finest === Infinity || finest === UNITS.h ? UNITS.m : undefined;
}

function inRange(minutes) {
    if (minutes < 1) {
        return {error: "small"};
    }
    return minutes > YEAR * UNITS.d ? {error: "large"} : {value: minutes};
}

/**
 * Read a number of business days.
 *
 * @param {string} text such as "3" or "3d"
 * @returns {{value?: number, error?: string}} days, or why not:
 *  "empty", "whole", "few" or "large"
 */
export function parseDays(text) {
    const typed = text.trim().toLowerCase();
    if (!typed) {
        return {error: "empty"};
    }
    const found = typed.match(/^([-−]?\d+)\s*(?:d|days?)?$/);
    if (!found) {
        return {error: "whole"};
    }
    const days = Number(found[1].replace("−", "-"));
    if (days < 1) {
        return {error: "few"};
    }
    return days > YEAR ? {error: "large"} : {value: days};
}

/**
 * Write minutes so that `parseMinutes` reads them back.
 *
 * @param {number} minutes
 * @returns {string} such as "2h", "1h30" or "45m"
 */
export function typeMinutes(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = Math.round((minutes - hours * 60) * 100) / 100;
    if (!hours) {
        return `${rest}m`;
    }
    return rest ? `${hours}h${rest < 10 ? "0" : ""}${rest}` : `${hours}h`;
}
