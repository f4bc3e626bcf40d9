import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

import {sections} from "../command_centre";
import {Sentence} from "../../sentence/sentence";
import {Count} from "../count";

/** Promises kept. */
export class Sla extends Component {
    static template = "hypercare_support.CentreSla";
    static components = {Count, Sentence};
    static props = {data: Object, period: Object};

    get rows() {
        const {response, resolution} = this.props.data;
        return [
            {key: "response", label: _t("First response"), ...response},
            {key: "resolution", label: _t("Solution"), ...resolution},
        ];
    }

    /** What is behind the percentages, by severity; what was never promised is left out. */
    get details() {
        return this.rows.flatMap(({key, label, severities}) =>
            severities
                .filter(({met, breached}) => met.value + breached.value)
                .map((row) => ({
                    ...row,
                    key: `${key}_${row.severity}`,
                    label: `${label}, ${row.label}`,
                }))
        );
    }

    keptName(row) {
        return _t("Kept: %s", row.label);
    }

    missedName(row) {
        return _t("Missed: %s", row.label);
    }
}

/** How far the company helps itself. */
export class Independence extends Component {
    static template = "hypercare_support.CentreIndependence";
    static components = {Count, Sentence};
    static props = {data: Object, period: Object};

    get rows() {
        const {solved_business: business, solved_l1: l1} = this.props.data;
        return [
            {key: "business", label: _t("Without consultant"), ...business},
            {key: "l1", label: _t("By Level 1 alone"), ...l1},
        ];
    }
}

/** Business days in a row without S1 and S2. */
export class Streak extends Component {
    static template = "hypercare_support.CentreStreak";
    static components = {Count, Sentence};
    static props = {data: Object, period: Object};

    get possible() {
        return _t("in a row, of %s so far", this.props.data.possible);
    }

    /** Why it is no longer. */
    get reason() {
        const {broken_at: brokenAt, days, possible} = this.props.data;
        if (brokenAt) {
            const {go_live: goLive, tz} = this.props.period;
            const first = deserializeDate(goLive);
            const at = deserializeDateTime(brokenAt).setZone(tz);
            const day =
                Math.round(
                    at
                        .startOf("day")
                        .diff(
                            first.setZone(tz, {keepLocalTime: true}).startOf("day"),
                            "days"
                        ).days
                ) + 1;
            return _t("The last S1 or S2 ended on day %s.", day);
        }
        return possible && days === possible
            ? _t("No S1 or S2 since go-live.")
            : _t("No business day is over yet.");
    }
}

/** This week against last. */
export class Trend extends Component {
    static template = "hypercare_support.CentreTrend";
    static components = {Count, Sentence};
    static props = {data: Object, period: Object};

    get direction() {
        return (
            {
                falling: {icon: "fa-arrow-down", text: _t("Falling")},
                level: {icon: "fa-arrow-right", text: _t("Level")},
                rising: {icon: "fa-arrow-up", text: _t("Rising"), isBad: true},
            }[this.props.data.direction] || {icon: "", text: _t("Too few to say")}
        );
    }
}

sections.add("sla", {Component: Sla}, {sequence: 20});
sections.add("independence", {Component: Independence}, {sequence: 30});
sections.add("streak", {Component: Streak}, {sequence: 40});
sections.add("trend", {Component: Trend}, {sequence: 50});
