import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

import {Component} from "@odoo/owl";

import {Countdown} from "../../countdown/countdown";
import {span} from "../../escalation/moments";
import {sections} from "../command_centre";
import {Count} from "../count";

/** What needs somebody now. */
export class Now extends Component {
    static template = "hypercare_support.CentreNow";
    static components = {Count, Countdown};
    static props = {data: Object, period: Object};

    setup() {
        this.action = useService("action");
    }

    get tiles() {
        const {data} = this.props;
        return [
            {key: "open", name: _t("Open")},
            {key: "urgent", name: _t("Open S1 and S2"), isBad: true},
            {key: "late", name: _t("Overdue"), isBad: true},
            {key: "at_risk", name: _t("At risk")},
            {key: "nobody", name: _t("Without owner")},
        ].map((tile) => ({
            ...tile,
            cell: data[tile.key],
            isBad: tile.isBad && data[tile.key].value > 0,
        }));
    }

    get outages() {
        const {value} = this.props.data.outage;
        return value === 1
            ? _t("One outage affects everybody")
            : _t("%s outages affect everybody", value);
    }

    openNext() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hypercare.issue",
            res_id: this.props.data.next.issue.id,
            views: [[false, "form"]],
        });
    }
}

/** Open issues by severity, and how old they are. */
export class Severities extends Component {
    static template = "hypercare_support.CentreSeverities";
    static components = {Count};
    static props = {data: Array, period: Object};

    age(seconds) {
        if (seconds === null) {
            return "–";
        }
        return span(seconds) || _t("just now");
    }

    openName(row) {
        return _t("Open: %s", row.label);
    }

    lateName(row) {
        return _t("Overdue: %s", row.label);
    }
}

sections.add("now", {Component: Now, size: 4}, {sequence: 10});
sections.add("severities", {Component: Severities, size: 2}, {sequence: 60});
