import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

/** A number; a link if it opens all the records it counts. */
export class Count extends Component {
    static template = "hypercare_support.CentreCount";
    static props = {
        cell: Object,
        // What is counted, as the title of the list that opens: “Open S1”.
        name: String,
        class: {type: String, optional: true},
    };

    get label() {
        return _t("%(count)s, %(what)s: open the list", {
            count: this.props.cell.value,
            what: this.props.name,
        });
    }

    open() {
        return this.env.openIssues(this.props.cell, this.props.name);
    }
}
