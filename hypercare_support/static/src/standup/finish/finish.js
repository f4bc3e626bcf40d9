import {_t} from "@web/core/l10n/translation";
import {lackText} from "../agenda/agenda";
import {People} from "../people/people";

import {Component, onMounted, useRef, useState} from "@odoo/owl";

/** The end: what was decided, what stays open, and why; then the minutes. */
export class Finish extends Component {
    static template = "hypercare_support.StandupFinish";
    static components = {People};
    static props = {board: Object};

    setup() {
        this.reason = useRef("reason");
        this.heading = useRef("heading");
        this.state = useState({
            reason: "",
            notes: this.board.data.notes,
            isReasonMissing: false,
        });
        /** What the notes were when they were last shown or kept by this person. */
        this.before = this.board.data.notes;
        onMounted(() => this.heading.el.focus({preventScroll: true}));
    }

    get board() {
        return this.props.board;
    }

    get decided() {
        return this.board.lines.filter((line) => line.decided.length || line.note);
    }

    /** Whether something stays open, maybe where this user may not see it. */
    get needsReason() {
        return this.board.lacking.length || this.board.data.hidden;
    }

    get leftText() {
        const {left, lines} = this.board;
        return _t("%(left)s of %(count)s were not spoken of.", {
            left,
            count: lines.length,
        });
    }

    get lackingTitle() {
        return _t("Still without owner or date (%s)", this.board.lacking.length);
    }

    get hiddenText() {
        return _t("Confidential issues not shown to you: %s.", this.board.data.hidden);
    }

    get decidedTitle() {
        return _t("Decided and noted (%s)", this.decided.length);
    }

    get minutesText() {
        return _t(
            "The minutes go to %s, and to whoever is there. Everybody gets what they may read; of confidential issues the number only. The reason and the notes go to all of them.",
            this.board.data.invited.join(", ")
        );
    }

    text(line) {
        return [...line.decided, line.note].filter(Boolean).join("; ");
    }

    lackText(line) {
        return lackText(line.lacks);
    }

    goTo(line) {
        this.board.select(this.board.lines.indexOf(line));
    }

    keepNotes() {
        // Somebody else may have written meanwhile: only what was typed here is sent.
        if (this.state.notes !== this.before) {
            this.before = this.state.notes;
            this.board.keep({notes: this.state.notes});
        }
    }

    async close() {
        this.state.isReasonMissing = Boolean(
            this.board.lacking.length && !this.state.reason.trim()
        );
        if (this.state.isReasonMissing) {
            this.reason.el.focus();
            return;
        }
        const {reason} = this.state;
        const notes = this.state.notes === this.before ? null : this.state.notes;
        if (!(await this.board.close(reason, notes)) && this.board.isOpen) {
            // Somebody has reported something meanwhile: show it.
            await this.board.refresh();
        }
    }
}
