import {_t} from "@web/core/l10n/translation";

import {Component, onMounted, useRef} from "@odoo/owl";

/** Before the stand-up: what there will be to speak of, or why there is none. */
export class Start extends Component {
    static template = "hypercare_support.StandupStart";
    static props = {board: Object, onHistory: Function};

    setup() {
        this.main = useRef("main");
        onMounted(() => this.main.el?.focus());
    }

    get data() {
        return this.props.board.data;
    }

    get counts() {
        const {sections, counts} = this.data;
        return sections
            .map(({id, name}) => ({id, name, count: counts[id]}))
            .filter(({count}) => count);
    }

    get total() {
        return this.counts.reduce((sum, {count}) => sum + count, 0);
    }

    get totalText() {
        return _t("%(total)s to discuss in %(minutes)s minutes", {
            total: this.total,
            minutes: this.data.minutes,
        });
    }

    get readerText() {
        const {name, leads} = this.data.period;
        return leads.length
            ? _t(
                  "The stand-up of %(period)s is run by %(people)s. What was decided can be read in the past stand-ups.",
                  {period: name, people: leads.join(", ")}
              )
            : _t(
                  "The stand-up of %s is run by its manager. What was decided can be read in the past stand-ups.",
                  name
              );
    }

    get unfinishedText() {
        return _t(
            "The stand-up of %s was not closed, so nobody has its minutes.",
            this.data.unfinished.date
        );
    }

    get invitedText() {
        return _t(
            "Invited: %s. They get the minutes by mail.",
            this.data.invited.join(", ")
        );
    }
}
