import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

const {DateTime} = luxon;

/** After sending, or joining: the number, who has it and what happens next. */
export class Receipt extends Component {
    static template = "hypercare_support.ReportReceipt";
    static props = {
        joined: Boolean,
        onOpen: Function,
        people: {type: Array, element: Object},
        receipt: Object,
    };

    get title() {
        const {number} = this.props.receipt;
        return this.props.joined
            ? _t("You follow %s now", number)
            : _t("%s is in the log", number);
    }

    get open() {
        return _t("Open %s", this.props.receipt.number);
    }

    /** Facts as rows of label and value, those that are known. */
    get rows() {
        const {me_too, resolution_due, response_due, severity, status, who} =
            this.props.receipt;
        return [
            [_t("Urgency"), severity],
            [_t("Who has it"), who],
            [_t("Answer by"), local(response_due)],
            [_t("Solution by"), local(resolution_due)],
            [_t("How it stands"), response_due || resolution_due ? "" : status],
            [_t("Others who have it"), this.props.joined && me_too],
        ].filter(([, value]) => value);
    }
}

/** Write a moment as "Mon, Mar 2, 2:00 PM"; today's without the day. */
function local(instant) {
    if (!instant) {
        return "";
    }
    const time = deserializeDateTime(instant);
    const now = DateTime.now();
    if (time.hasSame(now, "day")) {
        return _t("%s today", time.toLocaleString(DateTime.TIME_SIMPLE));
    }
    const format = {...DateTime.DATETIME_MED_WITH_WEEKDAY};
    if (time.year === now.year) {
        delete format.year;
    }
    return time.toLocaleString(format);
}
