import {_t} from "@web/core/l10n/translation";
import {Choice} from "../choice/choice";

import {Component, useState} from "@odoo/owl";

const OTHER = "other";

/** Commit to one of the next working days, or to any other day. */
export class DateChoice extends Component {
    static template = "hypercare_support.StandupDateChoice";
    static components = {Choice};
    static props = {
        days: Array,
        today: String,
        current: {type: [String, Boolean], optional: true},
        onChoose: Function,
        onCancel: Function,
        isBusy: {type: Boolean, optional: true},
    };

    setup() {
        this.state = useState({isOther: false, day: this.props.current || ""});
    }

    get label() {
        return _t("Until when?");
    }

    get options() {
        return [
            ...this.props.days.map(({id, name}) => ({id, name})),
            {id: OTHER, name: _t("Another day …")},
            {id: false, name: _t("No date")},
        ];
    }

    choose(id) {
        if (id === OTHER) {
            this.state.isOther = true;
        } else {
            this.props.onChoose(id);
        }
    }

    focus(ev) {
        ev.target.focus();
    }

    submit() {
        if (this.state.day) {
            this.props.onChoose(this.state.day);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            this.props.onCancel();
        }
    }
}
