import {
    Component,
    onWillUnmount,
    onWillUpdateProps,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

/**
 * The note on an issue. Saved by Enter or when one goes on; Escape leaves it as it was.
 */
export class Note extends Component {
    static template = "hypercare_support.StandupNote";
    static props = {
        lineId: Number,
        note: String,
        /** What could not be saved. */
        draft: {type: String, optional: true},
        isEditing: Boolean,
        isBusy: Boolean,
        /** Whether the user was told of somebody else's change. */
        isTold: {type: Boolean, optional: true},
        onEdit: Function,
        onSave: Function,
        onCancel: Function,
    };

    setup() {
        this.input = useRef("input");
        this.state = useState({text: this.props.draft ?? this.props.note});
        /** What the note was when the user began to write. */
        this.known = this.props.note;
        this.isCancelled = false;
        onWillUpdateProps(({note, draft, isEditing, isTold}) => {
            if (this.props.isEditing && !isEditing && !this.isCancelled) {
                this.keep(note);
            } else if (!this.props.isEditing) {
                this.isCancelled = false;
                this.state.text = draft ?? note;
            }
            // While one types, what somebody else has written is not seen: only after
            // it was told may the next save replace it.
            if (!isEditing || isTold) {
                this.known = note;
            }
        });
        useEffect(
            (isEditing) => {
                if (isEditing) {
                    this.input.el.focus();
                }
            },
            () => [this.props.isEditing]
        );
        onWillUnmount(() => {
            if (this.props.isEditing) {
                this.keep(this.known);
            }
        });
    }

    /** Save what was written when one goes on to something else. */
    keep(note) {
        const text = this.state.text.trim();
        if (text !== note) {
            this.props.onSave(text, {id: this.props.lineId, note: this.known});
        }
    }

    save() {
        const text = this.state.text.trim();
        if (text === this.known) {
            this.cancel();
        } else {
            this.props.onSave(text, {id: this.props.lineId, note: this.known});
        }
    }

    cancel() {
        this.isCancelled = true;
        this.props.onCancel();
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.shiftKey) {
            ev.preventDefault();
            this.save();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            this.cancel();
        }
    }
}
