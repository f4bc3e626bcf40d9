import {_t} from "@web/core/l10n/translation";
import {Countdown} from "@hypercare_support/countdown/countdown";
import {Choice} from "../choice/choice";
import {DateChoice} from "../date_choice/date_choice";
import {Note} from "../note/note";
import {SeverityChoice} from "../severity_choice/severity_choice";

import {Component} from "@odoo/owl";

/** The issue that is spoken of: what it is, and what is decided about it. */
export class Card extends Component {
    static template = "hypercare_support.StandupCard";
    static components = {Choice, Countdown, DateChoice, Note, SeverityChoice};
    static props = {board: Object, onOpen: Function, onDone: Function};

    get board() {
        return this.props.board;
    }

    get line() {
        return this.board.line;
    }

    get section() {
        return this.board.data.sections.find(({id}) => id === this.line.section)?.name;
    }

    get severity() {
        const {severities} = this.board.data;
        return severities.find(({id}) => id === this.line.severity)?.name;
    }

    get people() {
        const people = this.board.data.people.map(({id, name, tier}) => ({
            id,
            name,
            hint: tier,
        }));
        return [...people, {id: false, name: _t("Nobody")}];
    }

    get ownerLabel() {
        return _t("Who takes it?");
    }

    get stateText() {
        const {state, waiting} = this.line;
        return waiting ? _t("%(state)s for %(whom)s", {state, whom: waiting}) : state;
    }

    get reportedText() {
        const {reported, reporter} = this.line;
        return reporter
            ? _t("Reported %(when)s by %(who)s", {when: reported, who: reporter})
            : _t("Reported %s", reported);
    }

    get decidedText() {
        return _t("Decided: %s", this.line.decided.join("; "));
    }

    get dateText() {
        const {date_text, needs_date, is_date_past} = this.line;
        if (!date_text) {
            return needs_date ? _t("none yet") : _t("none needed");
        }
        return is_date_past ? _t("%s (has passed)", date_text) : date_text;
    }

    async decide(changes, seen) {
        if (await this.board.decide(changes, seen)) {
            this.props.onDone();
        }
    }

    cancel() {
        this.board.editing = "";
        this.props.onDone();
    }
}
