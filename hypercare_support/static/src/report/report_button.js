import {isMacOS} from "@web/core/browser/feature_detection";
import {useCommand} from "@web/core/commands/command_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {session} from "@web/session";

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";

import {openReport} from "./open_report";

/** The button in the top bar: reports from any screen, counts what needs an answer. */
export class ReportButton extends Component {
    static template = "hypercare_support.ReportButton";
    static props = {};

    setup() {
        // Written through to the session: the dialog reads the number there.
        this.info = useState(session.hypercare_report);
        this.action = useService("action");
        const bus = useService("bus_service");
        const onMessage = ({badge}) => {
            this.info.badge = badge;
        };
        onMounted(() => bus.subscribe("hypercare_badge", onMessage));
        onWillUnmount(() => bus.unsubscribe("hypercare_badge", onMessage));
        useCommand(_t("Report an issue"), () => this.open(), {
            hotkey: "alt+shift+r",
            global: true,
            hotkeyOptions: {bypassEditableProtection: true},
        });
    }

    get title() {
        if (!this.info.enabled) {
            return this.info.reason;
        }
        const keys = isMacOS() ? "Control+Shift+R" : "Alt+Shift+R";
        return _t("Report an issue (%s)", keys);
    }

    get waiting() {
        return _t("Issues that wait for you: %s", this.info.badge);
    }

    open() {
        // What the palette gets back, it would take for its next page.
        openReport(this.env);
    }

    /** What waits for the user; the others are one click away. */
    openWaiting() {
        this.action.doAction("hypercare_support.issue_action_mine", {
            additionalContext: {search_default_needs_me: 1},
            clearBreadcrumbs: true,
        });
    }
}

registry.category("systray").add(
    "hypercare_support.report",
    {
        Component: ReportButton,
        isDisplayed: () => Boolean(session.hypercare_report),
    },
    {sequence: 30}
);
