import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Agenda} from "./agenda/agenda";
import {Board} from "./board";
import {Card} from "./card/card";
import {Finish} from "./finish/finish";
import {Help} from "./help/help";
import {Start} from "./start/start";
import {Timer} from "./timer/timer";
import {arrows, useKeys} from "./keys";

import {
    Component,
    onWillStart,
    onWillDestroy,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

const HISTORY = "hypercare_support.standup_action_history";
const CHANGED = "hypercare_standup";
/** Keys do what buttons do. */
const EDITED = {o: "owner", d: "date", s: "severity", n: "note"};

/** The daily stand-up: one issue after the other, by keys or by touch. */
export class Standup extends Component {
    static template = "hypercare_support.Standup";
    static components = {Agenda, Card, Finish, Start, Timer};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.root = useRef("root");
        // Not by useService: a note is saved when the screen is left as well.
        this.board = useState(new Board(this.env.services.orm));
        const bus = useService("bus_service");
        const onChanged = ({id}) => id === this.board.data?.id && this.board.refresh();
        bus.subscribe(CHANGED, onChanged);
        onWillDestroy(() => bus.unsubscribe(CHANGED, onChanged));
        onWillStart(() => this.board.open(this.periodId));
        useEffect(
            () => this.scrollUp(),
            () => [this.board.index, this.board.isFinishing]
        );
        useKeys(
            () => this.keys,
            () => !document.querySelector(".o_dialog, .o-overlay-item .modal")
        );
    }

    /** From the form of a period: its stand-up. */
    get periodId() {
        const {active_id, active_model} = this.props.action.context || {};
        return active_model === "hypercare.period" ? active_id : false;
    }

    get keys() {
        const {board} = this;
        if (!board.isOpen) {
            return {};
        }
        const next = () => board.next();
        const previous = () => board.previous();
        // What is to come is to the left where one reads from right to left.
        const [onward, back] = arrows();
        const keys = {
            ArrowDown: next,
            [onward]: next,
            j: next,
            Enter: next,
            ArrowUp: previous,
            [back]: previous,
            k: previous,
            Escape: () => {
                board.editing = "";
            },
            "?": () => this.help(),
        };
        for (const [key, what] of Object.entries(EDITED)) {
            keys[key] = () => board.edit(what);
        }
        return board.isFinishing ? {k: previous, "?": keys["?"]} : keys;
    }

    get progress() {
        const {lines, index} = this.board;
        return _t("%(number)s of %(count)s", {number: index + 1, count: lines.length});
    }

    get title() {
        return _t("Stand-up of %s", this.data.date_text);
    }

    get closedTitle() {
        return _t("The stand-up of %s is closed", this.data.date_text);
    }

    get closedText() {
        const {duration, sent} = this.data;
        return sent
            ? _t("It took %s. The minutes are on their way.", duration)
            : _t("It took %s.", duration);
    }

    get data() {
        return this.board.data;
    }

    /** What was focused is gone: keys work on, and readers hear where one is. */
    focusCard() {
        this.root.el?.querySelector(".o_hc_standup_main")?.focus();
    }

    scrollUp() {
        // On a phone the page scrolls, elsewhere the part with the issue.
        for (const box of [
            this.root.el,
            this.root.el?.querySelector(".o_hc_standup_main"),
        ]) {
            box?.scrollTo(0, 0);
        }
    }

    help() {
        this.dialog.add(Help);
    }

    openIssue(issueId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hypercare.issue",
            res_id: issueId,
            views: [[false, "form"]],
        });
    }

    openMinutes() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hypercare.standup",
            res_id: this.data.id,
            views: [[false, "form"]],
        });
    }

    openHistory() {
        return this.action.doAction(HISTORY);
    }

    print() {
        return this.action.doAction("hypercare_support.standup_report", {
            additionalContext: {active_ids: [this.data.id]},
        });
    }
}

registry.category("actions").add("hypercare_standup", Standup, {force: true});
