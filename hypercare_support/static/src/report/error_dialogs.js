import {ErrorDialog, WarningDialog} from "@web/core/errors/error_dialogs";
import {rpcBus} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";
import {session} from "@web/session";

import {openReport} from "./open_report";

/** What was called, by the data of the error that came back. */
const calls = new WeakMap();
/** The data of the last one: a view that fails to load shows an error of its own. */
let latest = null;

rpcBus.addEventListener("RPC:RESPONSE", ({detail: {data, error}}) => {
    const {model, method} = data.params || {};
    if (error?.data) {
        latest = error.data;
        calls.set(latest, method ? `${model}.${method}` : "");
    }
});

/** The button "Report to support" of an error dialog. */
const reporting = () => ({
    get canReport() {
        // A validation error says what to correct; the others leave people stuck.
        const {exceptionName} = this.props;
        return (
            session.hypercare_report &&
            exceptionName !== "odoo.exceptions.ValidationError"
        );
    },

    async report() {
        const {close, exceptionName, message, name, traceback} = this.props;
        const isWrapped = traceback?.includes("RPC_ERROR");
        const data = this.props.data || (isWrapped && latest) || {};
        const opened = await openReport(this.env, {
            error_name: exceptionName || data.name || name || "",
            error_message: data.message || message || "",
            traceback:
                this.traceback || [data.debug, traceback].filter(Boolean).join("\n"),
            failed_call: calls.get(data) || "",
        });
        if (opened) {
            close();
        }
    },
});

patch(ErrorDialog.prototype, reporting());
patch(WarningDialog.prototype, reporting());
