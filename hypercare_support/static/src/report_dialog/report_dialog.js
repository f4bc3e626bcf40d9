import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {session} from "@web/session";

import {Component, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";

import {askToDiscard, attempt} from "./asking";
import {hasContent, keepDraft, takeDraft, toValues} from "./draft";
import {FilesRow} from "./files/files_row";
import {Questions} from "./form/questions";
import {openIssue, openMine} from "./opening";
import {Receipt} from "./receipt/receipt";
import {Similar} from "./similar/similar";

const NOTHING_KNOWN = {periods: [], preview: [], traceback: "", limits: {}};
const REQUIRED = ["name", "work_stopped", "workaround_known", "only_person"];

/** Report an issue over the current screen: one sentence, three answers, send. */
export class ReportDialog extends Component {
    static template = "hypercare_support.ReportDialog";
    static components = {Dialog, FilesRow, Questions, Receipt, Similar};
    static props = {close: Function, context: Object};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.form = useRef("form");
        this.openIssue = (id) => openIssue(this.action, id);
        this.openMine = (isWaiting) => openMine(this.action, isWaiting);
        useAutofocus({refName: "name"});
        this.draft = useState(takeDraft());
        this.state = useState({
            start: NOTHING_KNOWN,
            receipt: null,
            joined: false,
            error: "",
            busy: false,
            capturing: false,
            showMissing: false,
        });
        this.isSettled = false;
        this.env.dialogData.dismiss = () => this.askBeforeLosing();
        onMounted(() => this.attempt(() => this.start()));
        onWillUnmount(() => keepDraft(this.isSettled ? {attachments: []} : this.draft));
    }

    /** Why nothing can be reported; the page may be older than the server's answer. */
    get reason() {
        const {none_reason} = this.state.start;
        const {enabled, reason} = session.hypercare_report || {enabled: true};
        return none_reason === undefined ? !enabled && reason : none_reason;
    }

    get badgeText() {
        return _t("Some of your issues wait for you: %s", this.badge);
    }

    get badge() {
        return session.hypercare_report?.badge;
    }

    get chosen() {
        return this.state.start.periods.find(({id}) => id === this.draft.period_id);
    }

    /** Whom to call; for whom it is too urgent to write, or has nowhere to. */
    get people() {
        return this.chosen?.ask_whom || this.state.start.ask_whom || [];
    }

    get isStopped() {
        return this.draft.work_stopped === "yes" && this.people.length > 0;
    }

    get isPeriodMissing() {
        return this.state.start.periods.length > 1 && !this.draft.period_id;
    }

    async start() {
        const start = await this.call("report_start", [this.props.context]);
        this.state.start = start;
        if (!start.periods.some(({id}) => id === this.draft.period_id)) {
            this.draft.period_id = start.period_id;
        }
    }

    async send() {
        if (this.state.busy || this.reason) {
            return;
        }
        this.state.showMissing = true;
        const missing = REQUIRED.find((name) => !this.draft[name].trim());
        if (missing || this.isPeriodMissing) {
            const name = missing || "period_id";
            const field = `:is(textarea, select)[name=${name}], [name=${name}] input`;
            this.form.el.querySelector(field).focus();
            return;
        }
        await this.attempt(async () => {
            const values = {...toValues(this.draft), context: this.props.context};
            this.settle(await this.call("report_submit", [values]), false);
        });
    }

    join(issueId) {
        return this.attempt(async () => {
            this.settle(await this.call("report_join", [issueId]), true);
        });
    }

    answered(articleId) {
        return this.attempt(async () => {
            const {name, period_id} = this.draft;
            await this.call("report_answered", [articleId, false, name, period_id]);
            this.isSettled = true;
            this.notification.add(_t("Good. Nothing had to be sent."), {
                type: "success",
            });
            this.props.close();
        });
    }

    async cancel() {
        await this.askBeforeLosing();
        this.props.close();
    }

    call(method, args) {
        return this.orm.call("hypercare.issue", method, args);
    }

    choosePeriod(ev) {
        this.draft.period_id = Number(ev.target.value) || false;
    }

    settle(receipt, joined) {
        this.isSettled = true;
        Object.assign(this.state, {receipt, joined});
    }

    attempt(work) {
        return attempt(this.state, work);
    }

    async askBeforeLosing() {
        if (!this.isSettled && hasContent(this.draft)) {
            await askToDiscard(this.dialog);
            this.isSettled = true;
        }
    }
}
