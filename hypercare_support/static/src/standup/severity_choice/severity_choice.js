import {_t} from "@web/core/l10n/translation";
import {Choice} from "../choice/choice";

import {Component, useEffect, useRef, useState} from "@odoo/owl";

/** Another severity, and why: clocks and escalations follow from it. */
export class SeverityChoice extends Component {
    static template = "hypercare_support.StandupSeverityChoice";
    static components = {Choice};
    static props = {
        severities: Array,
        current: String,
        onChoose: Function,
        onCancel: Function,
        isBusy: {type: Boolean, optional: true},
    };

    setup() {
        this.reason = useRef("reason");
        this.state = useState({severity: "", reason: ""});
        useEffect(
            () => this.reason.el?.focus(),
            () => [this.state.severity]
        );
    }

    get label() {
        return _t("How severe is it?");
    }

    get question() {
        const {severities} = this.props;
        const chosen = severities.find(({id}) => id === this.state.severity);
        return _t("Why %s?", chosen.name);
    }

    choose(severity) {
        if (severity === this.props.current) {
            this.props.onCancel();
        } else {
            this.state.severity = severity;
        }
    }

    submit() {
        const reason = this.state.reason.trim();
        if (reason) {
            this.props.onChoose(this.state.severity, reason);
        } else {
            this.reason.el.focus();
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            this.props.onCancel();
        }
    }
}
