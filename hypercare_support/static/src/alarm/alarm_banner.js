import {browser} from "@web/core/browser/browser";
import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {session} from "@web/session";

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";

const DISMISSED = "hypercare_dismissed_alarms";
/** A server whose scheduled actions are dead sends no message: ask, now and then. */
const ASK_EVERY = 5 * 60 * 1000;

/** Says at the top of every screen that escalation or its mail does not work. */
export class AlarmBanner extends Component {
    static template = "hypercare_support.AlarmBanner";
    static props = {};

    setup() {
        this.action = useService("action");
        this.state = useState({alarms: [], dismissed: []});
        // Only managers have alarms; for everybody else this is all that happens.
        if (!session.hypercare_alarms) {
            return;
        }
        this.state.dismissed = this.readDismissed();
        this.update(session.hypercare_alarms);
        const bus = useService("bus_service");
        const onMessage = ({alarms}) => this.update(alarms);
        onMounted(() => {
            bus.subscribe("hypercare_alarm", onMessage);
            this.interval = browser.setInterval(() => this.ask(), ASK_EVERY);
        });
        onWillUnmount(() => {
            bus.unsubscribe("hypercare_alarm", onMessage);
            browser.clearInterval(this.interval);
        });
    }

    get alarms() {
        return this.state.alarms.filter(
            ({code}) => !this.state.dismissed.includes(code)
        );
    }

    update(alarms) {
        this.state.alarms = alarms;
        // An alarm that is over and comes again is a new one.
        const on = alarms.map(({code}) => code);
        this.keepDismissed(this.state.dismissed.filter((code) => on.includes(code)));
    }

    async ask() {
        if (document.visibilityState !== "visible") {
            return;
        }
        try {
            const alarms = await rpc("/hypercare/alarms", {}, {silent: true});
            this.update(alarms || []);
        } catch {
            // Whoever is offline is told so by the web client.
        }
    }

    open(alarm) {
        return this.action.doAction(alarm.action);
    }

    dismiss(alarm) {
        this.keepDismissed([...this.state.dismissed, alarm.code]);
    }

    readDismissed() {
        try {
            const kept = JSON.parse(browser.sessionStorage.getItem(DISMISSED));
            return Array.isArray(kept) ? kept : [];
        } catch {
            return [];
        }
    }

    keepDismissed(codes) {
        this.state.dismissed = codes;
        browser.sessionStorage.setItem(DISMISSED, JSON.stringify(codes));
    }
}

registry
    .category("main_components")
    .add("hypercare_support.AlarmBanner", {Component: AlarmBanner});
