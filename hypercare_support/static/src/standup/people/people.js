import {Component} from "@odoo/owl";

/** Who is there: one tick per person. */
export class People extends Component {
    static template = "hypercare_support.StandupPeople";
    static props = {people: Array, attended: Array, onChange: Function};

    toggle(id) {
        const {attended} = this.props;
        this.props.onChange(
            attended.includes(id)
                ? attended.filter((other) => other !== id)
                : [...attended, id]
        );
    }
}
