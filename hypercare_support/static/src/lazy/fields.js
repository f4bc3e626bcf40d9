import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

import {lazyComponent} from "./lazy";

registry.category("fields").add("hypercare_escalation_timeline", {
    component: lazyComponent(
        "hypercare_support.assets_escalation",
        "hypercare_support.EscalationTimeline"
    ),
    displayName: _t("Escalation time line"),
    supportedTypes: ["json"],
});
