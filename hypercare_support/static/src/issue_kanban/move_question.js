import {Dialog} from "@web/core/dialog/dialog";

import {Component} from "@odoo/owl";

/** One question with a handful of answers: each is a button. */
export class MoveQuestion extends Component {
    static template = "hypercare_support.MoveQuestion";
    static components = {Dialog};
    static props = {
        title: String,
        // Pairs of value and label.
        choices: Array,
        choose: Function,
        close: Function,
    };

    choose(value) {
        this.props.choose(value);
        this.props.close();
    }
}
