import {loadBundle} from "@web/core/assets";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Pages, by their services, that have the dialog open or are loading it. */
const opened = new WeakSet();

/**
 * Open the report dialog over the current screen; its code comes with the first use.
 *
 * @param {OdooEnv} env
 * @param {Object} [error] facts about an error that came up, see `report_start`
 * @returns {Promise<boolean>} whether it was opened
 */
export async function openReport(env, error = {}) {
    const {services} = env;
    if (opened.has(services)) {
        return false;
    }
    opened.add(services);
    const seen = {
        controller: services.action.currentController,
        app: services.menu.getCurrentApp(),
        url: browser.location.href,
    };
    const onClose = () => opened.delete(services);
    try {
        await loadBundle("hypercare_support.assets_report");
    } catch {
        onClose();
        services.notification.add(
            _t("The report could not be opened. Check your connection and try again."),
            {type: "danger"}
        );
        return false;
    }
    const {ReportDialog, describe} = registry
        .category("lazy_components")
        .get("hypercare_support.report");
    const context = {...describe(seen, services.menu), ...error};
    services.dialog.add(ReportDialog, {context}, {onClose});
    return true;
}
