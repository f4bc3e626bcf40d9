import {_t} from "@web/core/l10n/translation";
import {useAutofocus} from "@web/core/utils/hooks";
import {promiseKinds, readDraft, sayPromise} from "../promise/promise";

import {Component, useExternalListener, useRef} from "@odoo/owl";

/** The fields of one promise, shown over its cell. The owner keeps the draft. */
export class PromiseEditor extends Component {
    static template = "hypercare_support.PromiseEditor";
    static props = {
        draft: Object,
        title: String,
        canRemove: Boolean,
        onChange: Function,
        onDone: Function,
        onCancel: Function,
        onLeave: Function,
        onRemove: Function,
    };

    setup() {
        this.root = useRef("root");
        useAutofocus({refName: "first", mobile: true});
        useExternalListener(
            window,
            "click",
            (ev) => this.root.el?.contains(ev.target) || this.props.onLeave(),
            {capture: true}
        );
    }

    get kinds() {
        return promiseKinds();
    }

    get hasAmount() {
        return ["elapsed", "working", "next_days"].includes(this.props.draft.kind);
    }

    get amountLabel() {
        return this.props.draft.kind === "next_days"
            ? _t("How many days")
            : _t("How long");
    }

    get placeholder() {
        return this.props.draft.kind === "next_days" ? "3" : _t("30m, 2h, 1:30");
    }

    /** What the typed amount is understood as, before it is taken over. */
    get reading() {
        const {values} = readDraft(this.props.draft);
        return values && this.hasAmount ? sayPromise(values).text : "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onCancel();
        } else if (ev.key === "Enter" && ev.target.tagName !== "BUTTON") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onDone();
        }
    }

    onFocusout(ev) {
        // Nothing gets the focus when another window does, or a click decides.
        if (ev.relatedTarget && !this.root.el?.contains(ev.relatedTarget)) {
            this.props.onLeave();
        }
    }
}
