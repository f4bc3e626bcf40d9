import {localization} from "@web/core/l10n/localization";

import {useExternalListener} from "@odoo/owl";

const FIELDS = "input, textarea, select, [contenteditable=true], [role=listbox]";
const PRESSED = "button, a, summary, [role=option]";

/** The arrow keys onward and back, as one reads. */
export function arrows() {
    const both = ["ArrowRight", "ArrowLeft"];
    return localization.direction === "rtl" ? both.reverse() : both;
}

/**
 * The name of a key, whatever script its keyboard writes.
 *
 * A key that gives ব or ش is named by its place: as on an English keyboard. A keyboard
 * with other places for a, b, c (Dvorak, AZERTY) goes by what it writes.
 */
export function keyName({key, code, shiftKey}) {
    if (/^[ -~]$/.test(key)) {
        return key.toLowerCase();
    }
    const [, letter] = /^Key([A-Z])$/.exec(code) || [];
    if (letter) {
        return letter.toLowerCase();
    }
    return code === "Slash" && shiftKey ? "?" : key;
}

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
        const act = actions()[keyName(ev)];
        if (act) {
            ev.preventDefault();
            act();
        }
    });
}
