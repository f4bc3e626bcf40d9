import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

import {lazyComponent} from "./lazy";

/**
 * The names of the fields a countdown reads besides the due time.
 *
 * Options: `state_field` (an SLA state, "sla_state") and `risk_field` (when it becomes
 * at risk, "at_risk_at"); "" for a record that has none.
 */
function fieldNames({
    state_field: state = "sla_state",
    risk_field: risk = "at_risk_at",
}) {
    return {state, risk};
}

registry.category("fields").add("hypercare_countdown", {
    component: lazyComponent(
        "hypercare_support.assets_countdown",
        "hypercare_support.CountdownField"
    ),
    displayName: _t("Countdown"),
    supportedOptions: [
        {label: _t("Field of the SLA state"), name: "state_field", type: "string"},
        {label: _t("Field of the moment of risk"), name: "risk_field", type: "string"},
    ],
    supportedTypes: ["datetime"],
    listViewWidth: [120, 190],
    isEmpty: () => false,
    fieldDependencies: ({options}) => {
        const {state, risk} = fieldNames(options);
        return [
            ...(state ? [{name: state, type: "selection"}] : []),
            ...(risk ? [{name: risk, type: "datetime"}] : []),
        ];
    },
    extractProps: ({options, string}) => {
        const {state, risk} = fieldNames(options);
        return {stateField: state, riskField: risk, label: string};
    },
});
