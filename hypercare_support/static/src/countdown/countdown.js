import {toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

import {
    Component,
    onMounted,
    onWillUnmount,
    onWillUpdateProps,
    useState,
} from "@odoo/owl";

import {LOOKS, readDeadline, toMoment} from "./reading";
import {serverNow} from "./server_time";
import {everyTick} from "./ticker";

const moment = {
    validate: (value) =>
        !value || typeof value === "string" || luxon.DateTime.isDateTime(value),
    optional: true,
};

/**
 * Says how long there is left, in words, and goes on while the page is open.
 *
 * All countdowns of a page share one timer and none of them asks the server.
 */
export class Countdown extends Component {
    static template = "hypercare_support.Countdown";
    static props = {
        // A luxon moment, or naive UTC text as the server sends it.
        due: moment,
        // From when on it is at risk; without it the state decides.
        riskAt: moment,
        // An SLA state of the server: const.SLA_STATES.
        state: {type: [String, Boolean], optional: true},
        // What is due, for the tooltip and for who listens: “Answer”.
        label: {type: String, optional: true},
    };

    setup() {
        this.reading = useState(this.read(this.props));
        onWillUpdateProps((props) => this.update(props));
        onMounted(() => {
            this.stop = everyTick(() => this.update(this.props));
        });
        onWillUnmount(() => this.stop());
    }

    read(props) {
        const due = toMoment(props.due);
        const promise = {due, riskAt: toMoment(props.riskAt), state: props.state};
        return readDeadline(promise, serverNow()) || {look: "", text: ""};
    }

    /** Only a text that has changed makes the page draw anything. */
    update(props) {
        Object.assign(this.reading, this.read(props));
    }

    get look() {
        return LOOKS[this.reading.look];
    }

    /** The whole sentence: what is due, how long there is left, and when that is. */
    get title() {
        const {due, label} = this.props;
        const {look, text} = this.reading;
        const what = label ? _t("%(what)s: %(text)s", {what: label, text}) : text;
        if (!due || ["paused", "met"].includes(look)) {
            return what;
        }
        const at = toLocaleDateTimeString(toMoment(due), {showSeconds: false});
        return _t("%(what)s (due %(moment)s)", {what, moment: at});
    }
}
