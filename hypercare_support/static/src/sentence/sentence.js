import {Component} from "@odoo/owl";

const PLACE = /%\((\w+)\)s/;

/**
 * A sentence with links or other elements in it, whole for whoever translates it.
 *
 * “%(done)s of %(all)s done” shows the slots `done` and `all` wherever the language
 * wants them.
 */
export class Sentence extends Component {
    static template = "hypercare_support.Sentence";
    static props = {text: String, slots: {type: Object, optional: true}};

    /** Text and names of slots by turns. */
    get parts() {
        return this.props.text.split(PLACE).map((part, index) => ({
            [index % 2 ? "slot" : "text"]: part,
        }));
    }
}
