import {deserializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

import {Component} from "@odoo/owl";

import {sections} from "../command_centre";

/** What was counted last night, each with word, sign and colour. */
export class Kpis extends Component {
    static template = "hypercare_support.CentreKpis";
    static props = {data: Object, period: Object};

    setup() {
        this.action = useService("action");
    }

    get title() {
        const day = deserializeDate(this.props.data.date);
        return _t("KPIs, as of the evening of %s", day.toFormat("ccc d LLL"));
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hypercare.kpi.value",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

/** How much of each kind of document is made in Odoo. */
export class Adoption extends Component {
    static template = "hypercare_support.CentreAdoption";
    static props = {data: Array, period: Object};
}

sections.add("kpi", {Component: Kpis, size: 2}, {sequence: 62});
sections.add("adoption", {Component: Adoption, size: 2}, {sequence: 64});
