import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";

import {countdown, moment} from "./moments";
import {TimelineRow} from "./timeline_row";

const {DateTime} = luxon;

/** Older ones are folded away: what matters is what happened last and what is next. */
const SHOWN = 8;
const TICK = 30 * 1000;

/** What fired on an issue, who was told and who saw to it; then what fires next. */
export class EscalationTimeline extends Component {
    static template = "hypercare_support.EscalationTimeline";
    static components = {TimelineRow};
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({all: false, now: DateTime.now()});
        onMounted(() => {
            this.interval = browser.setInterval(() => {
                this.state.now = DateTime.now();
            }, TICK);
        });
        onWillUnmount(() => browser.clearInterval(this.interval));
    }

    get timeline() {
        const none = {past: [], next: [], stopped_until: false};
        return this.props.record.data[this.props.name] || none;
    }

    /** How many old rows are folded away; a single one would save no place. */
    get folded() {
        const older = this.timeline.past.length - SHOWN;
        return this.state.all || older < 2 ? 0 : older;
    }

    get past() {
        return this.timeline.past.slice(this.folded);
    }

    get showMore() {
        return _t("Show %s earlier ones", this.folded);
    }

    /** The steps to come, as they are read. */
    get next() {
        return this.timeline.next.map((step) => ({
            rule: step.rule,
            about: [step.about, step.when].filter(Boolean).join(", "),
            at: moment(step.at),
            countdown: countdown(step.at, this.state.now),
            held:
                step.held_until &&
                _t(
                    "Told when the support hours open: %s",
                    moment(step.held_until, step.at)
                ),
            acts: this.acts(step),
        }));
    }

    /** By which ways a step tells whom, and what else it does. */
    acts({what, people}) {
        const names = {what, people: people.join(", ")};
        if (!people.length) {
            return what;
        }
        return what ? _t("%(what)s: %(people)s", names) : names.people;
    }

    get stopped() {
        const until = this.timeline.stopped_until;
        return until && _t("Escalations are stopped until %s.", moment(until));
    }
}

registry
    .category("lazy_components")
    .add("hypercare_support.EscalationTimeline", EscalationTimeline);
