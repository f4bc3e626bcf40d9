import {_t} from "@web/core/l10n/translation";

import {Component, useEffect, useRef} from "@odoo/owl";

/** All issues of the stand-up by section, and where one is. */
export class Agenda extends Component {
    static template = "hypercare_support.StandupAgenda";
    static props = {
        lines: Array,
        sections: Array,
        index: Number,
        onSelect: Function,
    };

    setup() {
        this.root = useRef("root");
        useEffect(
            () => {
                const current = this.root.el.querySelector("[aria-current]");
                current?.scrollIntoView({block: "nearest"});
            },
            () => [this.props.index]
        );
    }

    get sections() {
        const numbered = this.props.lines.map((line, index) => ({line, index}));
        return this.props.sections
            .map(({id, name}) => ({
                id,
                name,
                entries: numbered.filter(({line}) => line.section === id),
            }))
            .filter(({entries}) => entries.length);
    }

    /** How it stands with an issue, for eyes and for readers. */
    mark(line) {
        if (line.lacks) {
            return {icon: "fa-circle-o", text: lackText(line.lacks)};
        }
        if (line.discussed) {
            return {icon: "fa-check", text: _t("spoken of")};
        }
        return {icon: "", text: ""};
    }
}

export function lackText(lacks) {
    return {
        owner: _t("no owner"),
        date: _t("no date"),
        both: _t("no owner, no date"),
    }[lacks];
}
