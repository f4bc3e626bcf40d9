import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

import {late, moment} from "./moments";

const WAYS = {
    email: {icon: "fa-envelope-o", label: _t("e-mail")},
    activity: {icon: "fa-check-square-o", label: _t("activity")},
    notice: {icon: "fa-bell-o", label: _t("notice in Odoo")},
};

/** One escalation that fired: when, who was told and by what, who saw to it. */
export class TimelineRow extends Component {
    static template = "hypercare_support.EscalationTimelineRow";
    static props = {row: Object};

    get about() {
        const {about, step} = this.props.row;
        return [about, step].filter(Boolean).join(", ");
    }

    get fired() {
        const {due_at, decided_at} = this.props.row;
        return _t("Due %(due)s, fired %(fired)s", {
            due: moment(due_at),
            fired: moment(decided_at, due_at),
        });
    }

    get late() {
        const text = late(this.props.row.due_at, this.props.row.decided_at);
        return text && `(${text})`;
    }

    get held() {
        const {held_until, told_at} = this.props.row;
        if (!held_until) {
            return "";
        }
        return told_at
            ? _t("Told when the support hours opened: %s", moment(told_at))
            : _t("To be told when the support hours open: %s", moment(held_until));
    }

    get acknowledged() {
        const {acknowledged_at, acknowledged_by, decided_at} = this.props.row;
        return (
            acknowledged_at &&
            _t("Acknowledged by %(name)s, %(moment)s", {
                name: acknowledged_by,
                moment: moment(acknowledged_at, decided_at),
            })
        );
    }

    /** The sign of a row, in colour, shape and words. */
    get sign() {
        const {row} = this.props;
        if (row.acknowledged_at) {
            return {
                icon: "fa-check",
                color: "o_hc_timeline_good",
                label: _t("Acknowledged"),
            };
        }
        if (row.problem || row.told.some(({failed}) => failed)) {
            return {
                icon: "fa-exclamation",
                color: "o_hc_timeline_bad",
                label: _t("Fired, with a problem"),
            };
        }
        return {icon: "fa-bullhorn", color: "o_hc_timeline_fired", label: _t("Fired")};
    }

    /** The people of a row, each once, with the ways by which they were told. */
    get people() {
        const people = new Map();
        for (const told of this.props.row.told) {
            const person = people.get(told.person) || {...told, ways: []};
            person.ways.push(this.way(told));
            people.set(told.person, person);
        }
        return [...people.values()];
    }

    /** By which way somebody was told, and whether it arrived. */
    way(told) {
        const near = this.props.row.decided_at;
        const {icon, label} = WAYS[told.way];
        if (told.sent_at) {
            const values = {way: label, moment: moment(told.sent_at, near)};
            return {icon, text: _t("%(way)s %(moment)s", values)};
        }
        if (!told.failed) {
            return {icon, text: _t("%s on its way", label)};
        }
        const values = {way: label, reason: told.failed};
        let text = _t("%(way)s not delivered: %(reason)s", values);
        if (told.retry_at) {
            values.moment = moment(told.retry_at, near);
            text = _t(
                "%(way)s not delivered: %(reason)s (next try %(moment)s)",
                values
            );
        }
        return {icon: "fa-exclamation-triangle", text, failed: true};
    }

    /** Whom somebody stands in for, and why. */
    standsIn(person) {
        const names = {name: person.instead_of, reason: person.reason};
        return person.reason
            ? _t("(stands in for %(name)s: %(reason)s)", names)
            : _t("(stands in for %s)", person.instead_of);
    }
}
