import {Dialog} from "@web/core/dialog/dialog";

import {Component} from "@odoo/owl";

/** The keys of the stand-up. */
export class Help extends Component {
    static template = "hypercare_support.StandupHelp";
    static components = {Dialog};
    static props = {close: Function};
}
