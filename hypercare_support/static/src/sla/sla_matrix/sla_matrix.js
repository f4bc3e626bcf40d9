import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Field} from "@web/views/fields/field";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {sayPromise} from "../promise/promise";
import {PromiseEditor} from "../promise_editor/promise_editor";
import {columnGroups, columnKey} from "./columns";
import {usePromiseDraft} from "./promise_draft";

import {Component, useRef} from "@odoo/owl";

const SEVERITIES = ["s1", "s2", "s3", "s4"];
const TEXTS = SEVERITIES.flatMap((code) => [`name_${code}`, `definition_${code}`]);

/** The promises of a policy: a row per severity, a column per kind of promise. */
export class SlaMatrix extends Component {
    static template = "hypercare_support.SlaMatrix";
    static components = {Field, PromiseEditor};
    static props = {...standardFieldProps};

    setup() {
        this.root = useRef("root");
        this.draft = usePromiseDraft(this.root);
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get definitionHint() {
        return _t("When is it this severe?");
    }

    get groups() {
        return columnGroups(this.list.records.map((line) => line.data));
    }

    get columns() {
        return this.groups.flatMap((group) => group.columns);
    }

    get rows() {
        const lines = new Map(
            this.list.records.map((line) => [
                `${line.data.severity}-${columnKey(line.data)}`,
                line,
            ])
        );
        return SEVERITIES.map((code) => ({
            code,
            name: this.props.record.data[`name_${code}`] || code.toUpperCase(),
            cells: this.columns.map((column) => {
                const key = `${code}-${column.key}`;
                return {key, column, line: lines.get(key)};
            }),
        }));
    }

    say(line) {
        return sayPromise(line.data);
    }

    /** What a cell is called: it must contain the words that are seen in it. */
    label(row, {column, line}) {
        const {lead, tail} = line ? this.say(line) : {lead: _t("nothing promised yet")};
        return _t("%(level)s, %(column)s: %(promise)s", {
            level: row.name,
            column: column.title,
            promise: [lead, tail].filter(Boolean).join(" "),
        });
    }

    isOpen(cell) {
        return this.draft.state.current?.cell === cell.key;
    }

    open(row, {key, column, line}) {
        const {metric, level} = column;
        const place = {severity: row.code, metric, level: level || false};
        this.draft.open(key, place, line);
    }
}

export const slaMatrix = {
    component: SlaMatrix,
    displayName: _t("Promises by severity"),
    supportedTypes: ["one2many"],
    useSubView: true,
    // The cell says what is wrong; the level names beside it are not at fault.
    isValid: () => true,
    additionalClasses: ["w-100"],
    fieldDependencies: TEXTS.map((name) => ({name, type: "char", readonly: false})),
};

registry.category("fields").add("hypercare_sla_matrix", slaMatrix);
