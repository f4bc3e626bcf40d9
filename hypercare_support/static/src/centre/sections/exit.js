import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

import {Component} from "@odoo/owl";

import {sections} from "../command_centre";

const ICONS = {
    green: "fa-check-circle",
    amber: "fa-clock-o",
    red: "fa-times-circle",
    grey: "fa-question-circle-o",
};

/** The exit criteria, what they stand at, and when they are likely to hold. */
export class Exit extends Component {
    static template = "hypercare_support.CentreExit";
    static props = {data: Object, period: Object};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get title() {
        const {holding, total} = this.props.data;
        return _t("Exit: %(holding)s of %(total)s criteria hold", {holding, total});
    }

    target(row) {
        return _t("target: %s", row.target);
    }

    evidence(row) {
        return _t("Evidence: %s", row.name);
    }

    icon(row) {
        return row.state === "waived" ? "fa-minus-circle" : ICONS[row.rag];
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hypercare.exit.criterion",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    async openEvidence(row) {
        const action = await this.orm.call(
            "hypercare.exit.criterion",
            "action_evidence",
            [[row.id]]
        );
        return this.action.doAction(action);
    }
}

sections.add("exit", {Component: Exit, size: 4}, {sequence: 85});
