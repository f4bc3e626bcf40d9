import {browser} from "@web/core/browser/browser";

/** Texts count in minutes: looking every few seconds is often enough. */
const TICK = 5 * 1000;

/** The one timer of the page. */
export const ticker = {listeners: new Set(), interval: null};

function tick() {
    for (const listener of [...ticker.listeners]) {
        listener();
    }
}

/** A tab that was hidden has slept: it is right the moment it is seen again. */
function onVisible() {
    if (document.visibilityState === "visible") {
        tick();
    }
}

/**
 * Call something every few seconds. All callers of a page share one timer, which
 * runs only as long as somebody listens.
 *
 * @param {() => void} listener
 * @returns {() => void} to be called to stop listening
 */
export function everyTick(listener) {
    ticker.listeners.add(listener);
    if (ticker.interval === null) {
        ticker.interval = browser.setInterval(tick, TICK);
        document.addEventListener("visibilitychange", onVisible);
    }
    return () => {
        ticker.listeners.delete(listener);
        if (!ticker.listeners.size && ticker.interval !== null) {
            browser.clearInterval(ticker.interval);
            document.removeEventListener("visibilitychange", onVisible);
            ticker.interval = null;
        }
    };
}
