import {deserializeDateTime, toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";

import {Component} from "@odoo/owl";

import {Countdown} from "../countdown/countdown";

/** From which part of the time on a promise is at risk, as the server counts. */
const RISK = 75;

/** The promises of an issue side by side: how long there is left, and why. */
export class ClockCards extends Component {
    static template = "hypercare_support.ClockCards";
    static components = {Countdown};
    static props = {...standardFieldProps};

    setup() {
        this.dialog = useService("dialog");
    }

    get cards() {
        const cards = this.props.record.data[this.props.name] || [];
        return cards.map((card) => ({
            ...card,
            title: card.tier
                ? _t("%(promise)s: %(tier)s", {promise: card.label, tier: card.tier})
                : card.label,
            countdown: {
                due: card.running && card.due,
                riskAt: card.risk_at,
                state: card.state,
                label: card.label,
            },
            moment: this.moment(card),
            width: Math.min(card.percent, 100),
            color: this.color(card),
            used: _t("%s percent of the time is used", card.percent),
            why: _t("Why this deadline? %s", card.label),
        }));
    }

    /** When it is due, or when it was done. */
    moment(card) {
        const at = toLocaleDateTimeString(
            deserializeDateTime(card.stopped || card.due)
        );
        return card.stopped ? _t("done %s", at) : _t("due %s", at);
    }

    color({percent, state}) {
        if (state === "paused") {
            return "bg-secondary";
        }
        if (percent > 100) {
            return "bg-danger";
        }
        return percent >= RISK && state !== "met" ? "bg-warning" : "bg-success";
    }

    why(card) {
        this.dialog.add(FormViewDialog, {
            resModel: "hypercare.sla.clock",
            resId: card.id,
            title: _t("Why this deadline?"),
            readonly: true,
            canExpand: false,
            preventCreate: true,
            preventEdit: true,
        });
    }
}

export const clockCards = {
    component: ClockCards,
    displayName: _t("Promises side by side"),
    supportedTypes: ["json"],
};

registry.category("fields").add("hypercare_clock_cards", clockCards);
