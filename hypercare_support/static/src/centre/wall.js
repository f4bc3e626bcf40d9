import {browser} from "@web/core/browser/browser";
import {router} from "@web/core/browser/router";

import {onMounted, onWillUnmount, useState} from "@odoo/owl";

/**
 * The screen on the wall: nothing but the figures, as large as they fit.
 *
 * `?wall` in the address shows it at once; filling the whole screen takes a click, since
 * browsers allow it for nothing less.
 *
 * @param {{el: HTMLElement}} root
 * @returns {{isOn: boolean, toggle: Function}} reactive
 */
export function useWall(root) {
    const state = useState({isOn: router.current.wall !== undefined});

    function leave() {
        state.isOn = false;
        if (router.current.wall !== undefined) {
            router.pushState({wall: undefined});
        }
    }

    function onChange() {
        if (!document.fullscreenElement && state.isOn) {
            leave();
        }
    }

    function onKey(event) {
        if (event.key === "Escape" && state.isOn && !document.fullscreenElement) {
            leave();
        }
    }

    onMounted(() => {
        document.addEventListener("fullscreenchange", onChange);
        browser.addEventListener("keydown", onKey);
    });
    onWillUnmount(() => {
        document.removeEventListener("fullscreenchange", onChange);
        browser.removeEventListener("keydown", onKey);
    });
    state.toggle = async () => {
        if (!state.isOn) {
            state.isOn = true;
            // Where it is refused, the figures fill the window at least.
            await root.el.requestFullscreen?.().catch(() => {});
        } else if (document.fullscreenElement) {
            await document.exitFullscreen();
        } else {
            leave();
        }
    };
    return state;
}
