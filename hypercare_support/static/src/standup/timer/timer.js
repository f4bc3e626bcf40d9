import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {serverNow} from "@hypercare_support/countdown/server_time";
import {pace} from "./pace";

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";

/** Fifteen minutes, counted from the beginning wherever one looks from. */
export class Timer extends Component {
    static template = "hypercare_support.StandupTimer";
    static props = {startedAt: String, minutes: Number, left: Number};

    setup() {
        this.state = useState({elapsed: this.elapsed});
        onMounted(() => {
            this.interval = browser.setInterval(() => {
                this.state.elapsed = this.elapsed;
            }, 1000);
        });
        onWillUnmount(() => browser.clearInterval(this.interval));
    }

    get elapsed() {
        const begin = deserializeDateTime(this.props.startedAt).toMillis();
        return Math.max(0, Math.floor((serverNow() - begin) / 1000));
    }

    get pace() {
        return pace(this.state.elapsed, this.props.minutes, this.props.left);
    }
}
