import {session} from "@web/session";

/** A clock that differs by less is right: the page was some time on its way. */
const MEANINGFUL = 30 * 1000;

let offset = null;

/**
 * How far the server's clock is ahead of this machine's.
 *
 * @param {number} [told] the server's time when it made the page, ms since the epoch
 * @param {number} received this machine's time when the page began to arrive
 * @returns {number} milliseconds; 0 if the clocks agree well enough
 */
export function offsetOf(told, received) {
    const found = told ? told - received : 0;
    return Math.abs(found) < MEANINGFUL ? 0 : found;
}

/**
 * The present by the server's clock, which decides what is late. It came along with
 * the page: asking costs nothing.
 *
 * @returns {number} milliseconds since the epoch
 */
export function serverNow() {
    if (offset === null) {
        const [page] = performance.getEntriesByType("navigation");
        const received = performance.timeOrigin + (page?.responseStart || 0);
        offset = offsetOf(session.hypercare_now, received);
    }
    return Date.now() + offset;
}
