import {Dialog} from "@web/core/dialog/dialog";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

const {DateTime} = luxon;

/** What saving would do to the deadlines of open issues; the user decides. */
export class DeadlinePreviewDialog extends Component {
    static template = "hypercare_support.DeadlinePreviewDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        preview: {
            type: Object,
            shape: {
                moved: Number,
                breached: Number,
                recovered: Number,
                lines: {type: Array, element: Object},
            },
        },
        onApply: Function,
    };

    get title() {
        const {moved} = this.props.preview;
        return moved === 1 ? _t("1 deadline moves") : _t("%s deadlines move", moved);
    }

    get breached() {
        const {breached} = this.props.preview;
        return breached === 1
            ? _t("1 becomes overdue at once")
            : _t("%s become overdue at once", breached);
    }

    get recovered() {
        const {recovered} = this.props.preview;
        return recovered === 1
            ? _t("1 is no longer overdue")
            : _t("%s are no longer overdue", recovered);
    }

    get more() {
        const {moved, lines} = this.props.preview;
        const hidden = moved - lines.length;
        return hidden > 0 && _t("and %s more, which are not listed here.", hidden);
    }

    /** @param {string|false} instant naive UTC */
    local(instant) {
        if (!instant) {
            return _t("no deadline");
        }
        const time = deserializeDateTime(instant);
        const format = {...DateTime.DATETIME_MED_WITH_WEEKDAY};
        if (time.year === DateTime.now().year) {
            delete format.year;
        }
        return time.toLocaleString(format);
    }

    apply() {
        this.props.onApply();
        this.props.close();
    }
}
