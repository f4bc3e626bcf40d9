import {Component, onMounted, useRef} from "@odoo/owl";

/** Before the stand-up: what there will be to speak of, or why there is none. */
export class Start extends Component {
    static template = "hypercare_support.StandupStart";
    static props = {board: Object, onHistory: Function};

    setup() {
        this.main = useRef("main");
        onMounted(() => this.main.el?.focus());
    }

    get data() {
        return this.props.board.data;
    }

    get counts() {
        const {sections, counts} = this.data;
        return sections
            .map(({id, name}) => ({id, name, count: counts[id]}))
            .filter(({count}) => count);
    }

    get total() {
        return this.counts.reduce((sum, {count}) => sum + count, 0);
    }
}
