import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {session} from "@web/session";

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";

const {DateTime} = luxon;
const HIDDEN = "hypercare_hidden_outages";
const MESSAGE = "hypercare_outage";

/** Says at the top of every screen that something is down for the whole company. */
export class OutageBanner extends Component {
    static template = "hypercare_support.OutageBanner";
    static props = {};

    setup() {
        const all = session.hypercare_outages;
        this.state = useState({all: all || [], hidden: readHidden()});
        if (!all) {
            return;
        }
        this.orm = useService("orm");
        this.notification = useService("notification");
        const bus = useService("bus_service");
        const onMessage = (message) => this.update(message);
        onMounted(() => bus.subscribe(MESSAGE, onMessage));
        onWillUnmount(() => bus.unsubscribe(MESSAGE, onMessage));
    }

    get outages() {
        const {all, hidden} = this.state;
        const companies = user.activeCompanies.map(({id}) => id);
        return all.filter(
            ({id, company_id, update_at}) =>
                companies.includes(company_id) && hidden[id] !== (update_at || "")
        );
    }

    /** Take what the server says about one company; the others stay as they are. */
    update({company_id, outages}) {
        const {all} = this.state;
        const mine = all.filter((known) => known.mine).map(({id}) => id);
        this.state.all = [
            ...all.filter((known) => known.company_id !== company_id),
            ...outages.map((outage) => ({...outage, mine: mine.includes(outage.id)})),
        ];
    }

    /** Hide it in this browser until the team writes again. */
    hide({id, update_at}) {
        const ids = this.state.all.map((outage) => String(outage.id));
        const kept = Object.entries(this.state.hidden).filter(([key]) =>
            ids.includes(key)
        );
        this.state.hidden = {...Object.fromEntries(kept), [id]: update_at || ""};
        browser.localStorage.setItem(HIDDEN, JSON.stringify(this.state.hidden));
    }

    async join(outage) {
        const {number} = await this.orm.call("hypercare.issue", "report_join", [
            outage.id,
        ]);
        outage.mine = true;
        this.notification.add(_t("Noted. You follow %s now.", number), {
            type: "success",
        });
    }

    since({since}) {
        return _t("since %s", shortTime(since));
    }

    latest({update_at}) {
        return _t("From the team, %s:", shortTime(update_at));
    }
}

function shortTime(instant) {
    const time = deserializeDateTime(instant);
    const isToday = time.hasSame(DateTime.now(), "day");
    return time.toFormat(isToday ? "HH:mm" : "ccc d LLL, HH:mm");
}

function readHidden() {
    try {
        return {...JSON.parse(browser.localStorage.getItem(HIDDEN))};
    } catch {
        return {};
    }
}

registry
    .category("main_components")
    .add("hypercare_support.OutageBanner", {Component: OutageBanner});
