/** What the user was looking at, in the words of `report_start`. */
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

import {ReportDialog} from "./report_dialog";

/** The first that fits: many browsers also call themselves by another one's name. */
const BROWSERS = [
    [/Edg(?:A|iOS)?\/(\d+)/, "Edge"],
    [/OPR\/(\d+)/, "Opera"],
    [/SamsungBrowser\/(\d+)/, "Samsung Internet"],
    [/(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
    [/(?:Chrome|CriOS)\/(\d+)/, "Chrome"],
    [/Version\/(\d+).*Safari/, "Safari"],
];
const SYSTEMS = [
    [/Windows/, "Windows"],
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Mac OS X/, "macOS"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
];

/**
 * Say which browser it is in short words: "Chrome 141, Windows".
 *
 * @param {string} agent
 * @returns {string}
 */
export function browserName(agent) {
    const known = BROWSERS.find(([pattern]) => pattern.test(agent));
    const system = SYSTEMS.find(([pattern]) => pattern.test(agent));
    const version = known && `${known[1]} ${known[0].exec(agent)[1]}`;
    return [version, system?.[1]].filter(Boolean).join(", ");
}

/**
 * @param {Object} seen what was on the screen when the report was asked for
 * @param {Object|null} seen.controller of the action service
 * @param {Object|undefined} seen.app a menu
 * @param {string} seen.url
 * @param {Object} menus the menu service
 * @returns {Object} context, without what is not known
 */
export function describe({controller, app, url}, menus) {
    const context = {
        app: app?.name,
        app_id: app?.id,
        ...(controller && describeScreen(controller, app, menus)),
        url,
        company_id: user.activeCompany?.id,
        browser: browserName(browser.navigator.userAgent),
        screen: screenSize(),
    };
    return Object.fromEntries(Object.entries(context).filter(([, value]) => value));
}

function describeScreen({action, currentState, displayName, props, view}, app, menus) {
    const resId = currentState?.resId || props.resId;
    const isRecord = view?.type === "form" && Number.isInteger(resId);
    const path = app && menuPath(menus.getMenuAsTree(app.id), action.id);
    return {
        menu: path ? path.join(" / ") : action.name,
        model: props.resModel || action.res_model,
        res_id: isRecord && resId,
        record_name: isRecord && displayName,
        view_type: view?.type || action.tag,
    };
}

function menuPath(menu, actionId) {
    for (const child of menu.childrenTree || []) {
        if (actionId && child.actionID === actionId) {
            return [child.name];
        }
        const below = menuPath(child, actionId);
        if (below) {
            return [child.name, ...below];
        }
    }
    return null;
}

function screenSize() {
    const {width, height} = window.screen;
    return `${width}×${height}, ${window.innerWidth}×${window.innerHeight}`;
}

registry
    .category("lazy_components")
    .add("hypercare_support.report", {ReportDialog, describe});
