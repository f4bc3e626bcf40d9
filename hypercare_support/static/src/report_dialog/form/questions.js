import {_t} from "@web/core/l10n/translation";

import {Component} from "@odoo/owl";

import {severityOf} from "./severity";

/** Three plain questions, and what their answers promise. */
export class Questions extends Component {
    static template = "hypercare_support.ReportQuestions";
    static props = {
        answers: Object,
        onAnswer: Function,
        promises: Object,
        showMissing: Boolean,
    };

    get questions() {
        const yesNo = [
            ["yes", _t("Yes")],
            ["no", _t("No")],
        ];
        const ways = [
            ["none", _t("No")],
            ["costly", _t("Yes, but it costs time")],
            ["easy", _t("Yes")],
        ];
        return [
            ["work_stopped", _t("Is your work stopped?"), yesNo],
            ["workaround_known", _t("Is there a way round it?"), ways],
            ["only_person", _t("Are you the only one who can do this job?"), yesNo],
        ].map(([name, text, options]) => ({
            name,
            text,
            options,
            missing: this.props.showMissing && !this.props.answers[name],
        }));
    }

    get severity() {
        return severityOf(this.props.answers);
    }

    /** What is promised, in words; the names of the severities if nothing is known. */
    get promise() {
        const names = {
            s1: _t("S1 Critical"),
            s2: _t("S2 High"),
            s3: _t("S3 Medium"),
            s4: _t("S4 Low"),
        };
        return this.props.promises[this.severity] || names[this.severity];
    }
}
