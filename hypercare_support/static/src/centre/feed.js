import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";

import {onMounted, onWillDestroy, onWillStart, useState} from "@odoo/owl";

import {serverNow} from "../countdown/server_time";

export const CHANNEL = "hypercare_centre";
const SECOND = 1000;
/** After a change the figures are fetched once, however many more changes follow. */
export const GAP = 15 * SECOND;
/** Many screens hear of a change at once; they do not all ask at once. */
export const SPREAD = 3 * SECOND;
/** What changes by itself, and a server that has nothing to say. */
export const SLOW = 5 * 60 * SECOND;
/** Without a connection. */
export const RETRY = 30 * SECOND;

/**
 * The figures of a command centre, kept fresh without polling.
 *
 * @param {() => number|false} wanted the period to begin with
 * @returns {Object} reactive: `data`, `error` (text) and `isLost`, and `show(periodId)`
 */
export function useFeed(wanted) {
    const orm = useService("orm");
    const bus = useService("bus_service");
    const state = useState({data: false, error: "", isLost: false});
    let timer = null;
    let dueAt = Infinity;
    let loadedAt = 0;
    let latest = 0;
    let channel = null;

    function listen(periodId) {
        const name = periodId ? `${CHANNEL}_${periodId}` : null;
        if (name === channel) {
            return;
        }
        if (channel) {
            bus.deleteChannel(channel);
        }
        channel = name;
        if (channel) {
            bus.addChannel(channel);
        }
    }

    function later(milliseconds) {
        const at = Date.now() + milliseconds;
        if (at >= dueAt) {
            return;
        }
        browser.clearTimeout(timer);
        dueAt = at;
        timer = browser.setTimeout(() => {
            dueAt = Infinity;
            // A page that nobody looks at asks when it is looked at again.
            if (document.visibilityState === "visible") {
                load();
            }
        }, milliseconds);
    }

    async function load(periodId = state.data?.period?.id || wanted() || false) {
        const number = ++latest;
        try {
            const data = await orm.silent.call("hypercare.period", "command_centre", [
                periodId,
            ]);
            // A slow answer must not undo a later choice.
            if (number !== latest) {
                return;
            }
            Object.assign(state, {data, error: "", isLost: false});
            listen(data.period && data.period.id);
        } catch (error) {
            if (number !== latest) {
                return;
            }
            if (error instanceof ConnectionLostError) {
                state.isLost = true;
                later(RETRY);
                return;
            }
            if (!error.data?.message) {
                throw error;
            }
            state.error = error.data.message;
            state.data = state.data || {periods: [], period: false, sections: {}};
        }
        loadedAt = Date.now();
        later(untilNext());
    }

    /** The next breach changes the figures without anybody having done anything. */
    function untilNext() {
        const next = state.data.sections?.now?.next;
        const left = next
            ? deserializeDateTime(next.due).toMillis() - serverNow() + SECOND
            : SLOW;
        return Math.min(Math.max(left, SECOND) + Math.random() * SPREAD, SLOW);
    }

    function soon() {
        later(Math.max(loadedAt + GAP - Date.now(), 0) + Math.random() * SPREAD);
    }

    function onMessage({period_id: periodId}) {
        if (periodId === state.data?.period?.id) {
            soon();
        }
    }

    function onVisible() {
        if (document.visibilityState === "visible" && dueAt === Infinity) {
            load();
        }
    }

    function onLost() {
        state.isLost = true;
    }

    onWillStart(() => load());
    onMounted(() => {
        bus.subscribe(CHANNEL, onMessage);
        bus.addEventListener("BUS:DISCONNECT", onLost);
        bus.addEventListener("BUS:RECONNECT", soon);
        document.addEventListener("visibilitychange", onVisible);
    });
    // Called also when the screen is left before it was drawn.
    onWillDestroy(() => {
        latest++;
        browser.clearTimeout(timer);
        dueAt = -Infinity;
        listen(null);
        bus.unsubscribe(CHANNEL, onMessage);
        bus.removeEventListener("BUS:DISCONNECT", onLost);
        bus.removeEventListener("BUS:RECONNECT", soon);
        document.removeEventListener("visibilitychange", onVisible);
    });
    state.show = (periodId) => load(periodId);
    return state;
}
