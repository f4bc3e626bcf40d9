import {LazyComponent, loadBundle} from "@web/core/assets";
import {registry} from "@web/core/registry";

import {Component, xml} from "@odoo/owl";

/**
 * A component whose code is loaded when it is shown for the first time.
 *
 * @param {string} bundle
 * @param {string} name of the component in the registry `lazy_components`
 * @returns {Function} a component that takes whatever the real one takes
 */
export function lazyComponent(bundle, name) {
    return class extends Component {
        static components = {LazyComponent};
        static props = ["*"];
        static template = xml`<LazyComponent bundle="bundle" Component="name" props="props"/>`;

        setup() {
            Object.assign(this, {bundle, name});
        }
    };
}

/**
 * Register a screen whose code is loaded when it is opened for the first time.
 *
 * The bundle registers the real one under the same tag with `{force: true}`.
 *
 * @param {string} bundle
 * @param {string} tag of the client action
 */
export function lazyAction(bundle, tag) {
    registry.category("actions").add(tag, async (env, action) => {
        await loadBundle(bundle);
        return action;
    });
}
