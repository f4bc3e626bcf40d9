import {normalize} from "@web/core/l10n/utils";
import {Component, onMounted, useEffect, useRef, useState} from "@odoo/owl";

/**
 * Choose one of a few: type to find, arrows to move, Enter to choose, Escape to leave.
 */
export class Choice extends Component {
    static template = "hypercare_support.StandupChoice";
    static props = {
        label: String,
        /** {id, name, hint?} */
        options: {type: Array, element: Object},
        current: {type: [String, Number, Boolean], optional: true},
        onChoose: Function,
        onCancel: Function,
        isBusy: {type: Boolean, optional: true},
    };

    setup() {
        this.root = useRef("root");
        this.input = useRef("input");
        const index = this.props.options.findIndex(({id}) => id === this.props.current);
        this.state = useState({text: "", index: Math.max(index, 0)});
        onMounted(() => {
            this.input.el.focus();
            this.root.el.scrollIntoView({block: "nearest"});
        });
        useEffect(
            () => {
                const option = this.root.el.querySelector("[aria-selected=true]");
                option?.scrollIntoView({block: "nearest"});
            },
            () => [this.state.index, this.state.text]
        );
    }

    get found() {
        const wanted = normalize(this.state.text.trim());
        return this.props.options.filter(({name, hint}) =>
            normalize(`${name} ${hint || ""}`).includes(wanted)
        );
    }

    type(ev) {
        this.state.text = ev.target.value;
        this.state.index = 0;
    }

    choose(option) {
        if (option && !this.props.isBusy) {
            this.props.onChoose(option.id);
        }
    }

    onKeydown(ev) {
        const {found} = this;
        const step = {ArrowDown: 1, ArrowUp: -1}[ev.key];
        if (step && found.length) {
            ev.preventDefault();
            this.state.index = (this.state.index + step + found.length) % found.length;
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            this.choose(found[this.state.index]);
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onCancel();
        }
    }
}
