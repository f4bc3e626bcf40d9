import {useExternalListener} from "@odoo/owl";

const FIELDS = "input, textarea, select, [contenteditable=true], [role=listbox]";
const PRESSED = "button, a, summary, [role=option]";

/**
 * Run the stand-up by keys; while something is typed, they are only letters.
 *
 * @param {() => Object<string, Function>} actions key → what it does, as it is now
 * @param {() => boolean} isActive whether the screen is on top
 */
export function useKeys(actions, isActive) {
    useExternalListener(window, "keydown", (ev) => {
        const {target, key} = ev;
        if (
            ev.defaultPrevented ||
            ev.ctrlKey ||
            ev.metaKey ||
            ev.altKey ||
            !isActive()
        ) {
            return;
        }
        if (
            target.closest?.(FIELDS) ||
            target.closest?.(".o_navbar, .o-overlay-container")
        ) {
            return;
        }
        // Enter on a button presses that button.
        if (key === "Enter" && target.closest?.(PRESSED)) {
            return;
        }
        const act = actions()[key.length === 1 ? key.toLowerCase() : key];
        if (act) {
            ev.preventDefault();
            act();
        }
    });
}
