import {useBus} from "@web/core/utils/hooks";
import {draftOf, readDraft} from "../promise/promise";

import {useComponent, useEffect, useState} from "@odoo/owl";

/**
 * Type one promise at a time into a one2many field of promises.
 *
 * What is typed becomes an ordinary change of the record when it is done, when the
 * field is left and before the record is saved; what cannot be read holds the save.
 *
 * @param {Object} root ref of the element that has the cells (data-cell)
 * @returns {Object} the draft (`current`, null when no cell is open) and what to do
 */
export function usePromiseDraft(root) {
    const component = useComponent();
    const state = useState({current: null});
    const field = () => ({
        record: component.props.record,
        name: component.props.name,
        list: component.props.record.data[component.props.name],
    });

    function tellDirty(dirty) {
        field().record.model.bus.trigger("FIELD_IS_DIRTY", dirty);
    }

    function close() {
        const {record, name} = field();
        state.current = null;
        tellDirty(false);
        if (record.isFieldInvalid(name)) {
            record.resetFieldValidity(name);
        }
    }

    function focusCell(cell) {
        root.el?.querySelector(`[data-cell="${cell}"]`)?.focus();
    }

    function open(cell, place, line) {
        if (state.current) {
            root.el.querySelector(".o_hc_promise_editor input")?.focus();
            return;
        }
        const draft = {...draftOf(line?.data), cell, place, line};
        state.current = {...draft, touched: false, error: ""};
    }

    function change(values) {
        Object.assign(state.current, values, {touched: true, error: ""});
        tellDirty(true);
    }

    async function keep({line, place}, values) {
        if (!line) {
            const created = {label: false, ...place, ...values};
            await field().list.applyCommands([[0, false, created]]);
            return;
        }
        const changed = Object.entries(values).filter(
            ([name, value]) => line.data[name] !== value
        );
        if (changed.length) {
            await line.update(Object.fromEntries(changed));
        }
    }

    /** Take over what was typed; false if it cannot be read, and the cell says so. */
    async function commit() {
        const draft = state.current;
        const {values, error} = draft?.touched ? readDraft(draft) : {};
        if (error) {
            draft.error = error;
            await field().record.setInvalidField(field().name);
            return false;
        }
        if (draft) {
            close();
        }
        if (values) {
            await keep(draft, values);
        }
        return true;
    }

    async function done() {
        const cell = state.current?.cell;
        if (await commit()) {
            focusCell(cell);
        }
    }

    function cancel() {
        const {cell} = state.current;
        close();
        focusCell(cell);
    }

    async function remove() {
        const {line, cell} = state.current;
        close();
        await field().list.delete(line);
        focusCell(cell);
    }

    const {bus} = field().record.model;
    useBus(bus, "NEED_LOCAL_CHANGES", ({detail}) => detail.proms.push(commit()));
    useBus(bus, "WILL_SAVE_URGENTLY", commit);
    // Discarded, saved or gone to another policy: nothing is being typed any more.
    useEffect(
        (dirty) => {
            if (!dirty && state.current) {
                state.current = null;
                tellDirty(false);
            }
        },
        () => [component.props.record.dirty, component.props.record.resId]
    );
    return {state, open, change, commit, done, cancel, remove};
}
