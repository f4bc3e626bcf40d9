import {
    statusBarDurationField,
    StatusBarDurationField,
} from "@mail/views/fields/statusbar_duration/statusbar_duration_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** The status with the time spent in each one, from the history of the issue. */
export const stateField = {
    ...statusBarDurationField,
    component: StatusBarDurationField,
    displayName: _t("Status with time"),
    supportedTypes: ["selection"],
    // Under its own name it would not look like a status bar.
    additionalClasses: ["o_field_statusbar", "o_field_statusbar_duration"],
    fieldDependencies: [{name: "duration_tracking", type: "json"}],
};

registry.category("fields").add("hypercare_state", stateField);
