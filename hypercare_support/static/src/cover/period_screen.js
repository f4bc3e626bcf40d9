import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";

import {onWillStart, useState} from "@odoo/owl";

/**
 * What a screen about one period shows, fetched by one call.
 *
 * @param {() => Promise<Object>} fetch
 * @returns {Object} reactive: `data` (false before the first answer), `error` (text),
 *     and `load()`
 */
export function usePeriodData(fetch) {
    const notification = useService("notification");
    const state = useState({data: false, error: ""});
    let latest = 0;

    async function load() {
        const number = ++latest;
        try {
            const data = await fetch();
            // A slow answer must not undo a later one.
            if (number === latest) {
                Object.assign(state, {data, error: ""});
            }
        } catch (error) {
            const isLost = error instanceof ConnectionLostError;
            if (number !== latest || (!isLost && !error.data?.message)) {
                throw error;
            }
            if (isLost && state.data) {
                throw error;
            }
            state.error = isLost ? error.message : error.data.message;
            if (state.data) {
                notification.add(state.error, {type: "danger"});
            }
        }
    }

    state.load = load;
    onWillStart(load);
    return state;
}

/** The period in the address, or the one whose form was left. */
export function wantedPeriod({resId, action}) {
    return resId || action.context?.active_id || false;
}

/** The screen that one came from, as `{name, onSelected}`; nothing if there is none. */
export function screenBefore(env) {
    const before = env.config?.breadcrumbs?.at(-2);
    // From an address there is a crumb without a name: it leads nowhere.
    return before?.name ? before : undefined;
}

/** What makes a form open on a page of its notebook. */
export function pageProps(page) {
    return page ? {state: {activeNotebookPages: {0: page}}} : {};
}

/** Open the form of a period, on a page of it if one is named. */
export function openPeriod(action, periodId, page) {
    return action.doAction(
        {
            type: "ir.actions.act_window",
            res_model: "hypercare.period",
            res_id: periodId,
            views: [[false, "form"]],
        },
        {props: pageProps(page)}
    );
}
