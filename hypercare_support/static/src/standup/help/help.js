import {localization} from "@web/core/l10n/localization";
import {Dialog} from "@web/core/dialog/dialog";

import {Component} from "@odoo/owl";

/** The keys of the stand-up. */
export class Help extends Component {
    static template = "hypercare_support.StandupHelp";
    static components = {Dialog};
    static props = {close: Function};

    /** The arrows onward and back, as one reads. */
    get arrows() {
        return localization.direction === "rtl" ? ["←", "→"] : ["→", "←"];
    }
}
