import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";

/**
 * Ask the server for something; what goes wrong is said in the dialog that asks.
 *
 * @param {{busy: boolean, error: string}} state of the dialog
 * @param {() => Promise<void>} work
 */
export async function attempt(state, work) {
    state.error = "";
    state.busy = true;
    try {
        await work();
    } catch (error) {
        state.error = messageOf(error);
    } finally {
        state.busy = false;
    }
}

function messageOf(error) {
    if (error instanceof ConnectionLostError) {
        return _t(
            "The server could not be reached. What you have written is still here: try again. If it goes on, send it without files."
        );
    }
    return error.data?.message || error.message;
}

/** @returns {Promise<void>} which never ends if the user would rather go on writing */
export function askToDiscard(dialogs) {
    return new Promise((discard) => {
        dialogs.add(ConfirmationDialog, {
            title: _t("Discard this report?"),
            body: _t("What you have written has not been sent."),
            confirmLabel: _t("Discard"),
            confirm: discard,
            cancelLabel: _t("Go on writing"),
            cancel: () => {},
        });
    });
}
