import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

import {moment} from "../../escalation/moments";
import {sections} from "../command_centre";
import {Sentence} from "../../sentence/sentence";
import {Count} from "../count";

/** Who is there now, and how to reach them. */
export class OnCall extends Component {
    static template = "hypercare_support.CentreOnCall";
    static components = {Sentence};
    static props = {data: Array, period: Object};

    callLabel({name, phone}) {
        return _t("Call %(name)s, %(phone)s", {name, phone});
    }

    dial(phone) {
        return `tel:${phone.replace(/[^+\d]/g, "")}`;
    }
}

/** Who has how much to do. */
export class Load extends Component {
    static template = "hypercare_support.CentreLoad";
    static components = {Count};
    static props = {data: Object, period: Object};

    get groups() {
        const {tiers, people, nobody} = this.props.data;
        const unowned = {...nobody, id: 0, name: _t("Nobody yet")};
        return [
            {key: "tiers", label: _t("Level"), rows: tiers},
            {
                key: "people",
                label: _t("Person"),
                rows: unowned.open.value ? [unowned, ...people] : people,
            },
        ];
    }

    columns(row) {
        return [
            {key: "open", cell: row.open, name: _t("Open: %s", row.name)},
            {key: "urgent", cell: row.urgent, name: _t("Open S1 and S2: %s", row.name)},
            {key: "late", cell: row.late, name: _t("Overdue: %s", row.name)},
        ];
    }
}

/** When escalations were last looked after. */
export class Sweep extends Component {
    static template = "hypercare_support.CentreSweep";
    static props = {data: Object, period: Object};

    get text() {
        const {at, state} = this.props.data;
        if (!at) {
            return _t("Escalations have never been looked after.");
        }
        return {
            ok: _t("Escalation works: last looked after at %s.", moment(at, at)),
            late: _t("Escalations are late: last looked after at %s.", moment(at)),
            dead: _t("Escalation does not work: last looked after at %s.", moment(at)),
        }[state];
    }
}

sections.add("on_call", {Component: OnCall, size: 2}, {sequence: 70});
sections.add("load", {Component: Load, size: 2, isPrivate: true}, {sequence: 80});
sections.add("sweep", {Component: Sweep, size: 4}, {sequence: 90});
