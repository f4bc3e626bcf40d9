import {_t} from "@web/core/l10n/translation";

const MINUTE = 60;
/** Longer after its time it was interrupted, and minutes say nothing any more. */
const INTERRUPTED = 60 * MINUTE;

/**
 * Say how much time there is.
 *
 * @param {number} elapsed seconds since the stand-up began
 * @param {number} minutes it should take
 * @param {number} left issues nobody has spoken of yet
 * @returns {{clock: string, text: string, isOver: boolean}} clock is empty when the
 *  time is over: words say it then
 */
export function pace(elapsed, minutes, left) {
    const rest = minutes * MINUTE - elapsed;
    if (rest < 0) {
        return {clock: "", text: overText(-rest), isOver: true};
    }
    return {clock: clockText(rest), text: paceText(rest, left), isOver: false};
}

function clockText(seconds) {
    const part = (number) => String(number).padStart(2, "0");
    return `${part(Math.floor(seconds / MINUTE))}:${part(Math.floor(seconds % MINUTE))}`;
}

function overText(over) {
    if (over < MINUTE) {
        return _t("The time is up");
    }
    if (over > INTERRUPTED) {
        return _t("More than an hour over time");
    }
    const minutes = Math.floor(over / MINUTE);
    return minutes === 1
        ? _t("1 minute over time")
        : _t("%s minutes over time", minutes);
}

function paceText(rest, left) {
    if (!left) {
        return _t("every issue was spoken of");
    }
    const each = Math.floor(rest / left);
    if (each < 10) {
        return _t("a few seconds per issue");
    }
    if (each < 2 * MINUTE) {
        return _t("%s seconds per issue", Math.floor(each / 10) * 10);
    }
    return _t("%s minutes per issue", Math.floor(each / MINUTE));
}
