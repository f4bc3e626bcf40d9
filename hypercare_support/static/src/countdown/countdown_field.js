import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

import {Component} from "@odoo/owl";

import {Countdown} from "./countdown";

/** A due time that counts down; its options: `lazy/countdown_field.js`. */
export class CountdownField extends Component {
    static template = "hypercare_support.CountdownField";
    static components = {Countdown};
    static props = {
        ...standardFieldProps,
        stateField: {type: String, optional: true},
        riskField: {type: String, optional: true},
        label: {type: String, optional: true},
    };

    get countdown() {
        const {data} = this.props.record;
        const {name, riskField, stateField, label} = this.props;
        return {
            due: data[name],
            riskAt: riskField ? data[riskField] : false,
            state: stateField ? data[stateField] : false,
            label,
        };
    }
}

registry
    .category("lazy_components")
    .add("hypercare_support.CountdownField", CountdownField);
