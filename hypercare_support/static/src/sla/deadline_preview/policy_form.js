import {useBus} from "@web/core/utils/hooks";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {previewBeforeSave} from "./preview_before_save";

/** A policy in use is saved only after its effect was shown. */
export class SlaPolicyFormController extends FormController {
    setup() {
        super.setup();
        this.isTyping = false;
        useBus(this.model.bus, "FIELD_IS_DIRTY", ({detail}) => {
            this.isTyping = detail;
        });
    }

    async onWillSaveRecord(record, changes) {
        const proceed = await super.onWillSaveRecord(...arguments);
        if (proceed === false || record.isNew || !("line_ids" in changes)) {
            return proceed;
        }
        return previewBeforeSave(this, record, changes, "preview_write");
    }

    beforeVisibilityChange() {
        return this.isAskingPreview ? undefined : super.beforeVisibilityChange();
    }

    /** A closing page cannot show a preview: have the browser ask instead of saving. */
    beforeUnload(ev) {
        const {root} = this.model;
        if (root.isNew || !(root.dirty || this.isTyping)) {
            return super.beforeUnload(ev);
        }
        ev.preventDefault();
        ev.returnValue = "Unsaved changes";
        return undefined;
    }
}

registry.category("views").add("hypercare_sla_policy_form", {
    ...formView,
    Controller: SlaPolicyFormController,
});
