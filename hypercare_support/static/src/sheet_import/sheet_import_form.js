import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";

/** Buttons that read a whole file, which can take seconds. */
const READING = [
    "action_read",
    "action_check",
    "action_leave_out",
    "action_keep_names",
];
/** Milliseconds after which somebody wonders whether the button was pressed. */
const PATIENCE = 800;

/** The import of an issue list: says what it is doing while that takes its time. */
export class SheetImportController extends formView.Controller {
    async beforeExecuteActionButton(clickParams) {
        const proceed = await super.beforeExecuteActionButton(clickParams);
        if (proceed === false) {
            return proceed;
        }
        const message = this.progressMessage(clickParams.name);
        if (message) {
            this.isBlocking = true;
            this.ui.block({message, delay: PATIENCE});
        }
        return proceed;
    }

    async afterExecuteActionButton(clickParams) {
        if (this.isBlocking) {
            this.isBlocking = false;
            this.ui.unblock();
        }
        return super.afterExecuteActionButton(clickParams);
    }

    progressMessage(name) {
        if (name === "action_import") {
            return _t("Creating %s issues. All or none: please wait.", [
                this.model.root.data.ready_count,
            ]);
        }
        return READING.includes(name) ? _t("Reading the list…") : "";
    }
}

registry.category("views").add("hypercare_sheet_import", {
    ...formView,
    Controller: SheetImportController,
});
