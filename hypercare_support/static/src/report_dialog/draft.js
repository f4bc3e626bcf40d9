import {uuid} from "@web/core/utils/strings";

/** What was typed when a dialog was closed by something else than its user. */
let kept = null;

/** @returns {Object} an empty report, or the one that was interrupted */
export function takeDraft() {
    const draft = kept || {
        // A report that is sent twice is one issue.
        client_key: uuid() + uuid(),
        name: "",
        description: "",
        expected: "",
        actual: "",
        work_stopped: "",
        workaround_known: "",
        only_person: "",
        period_id: false,
        with_context: true,
        confidential: false,
        attachments: [],
    };
    kept = null;
    return draft;
}

/** @param {Object} draft is shown again by the next dialog */
export function keepDraft(draft) {
    kept = hasContent(draft) ? {...draft} : null;
}

/** @returns {boolean} whether something would be lost */
export function hasContent({name, description, expected, actual, attachments}) {
    const texts = [name, description, expected, actual];
    return Boolean(texts.join("").trim() || attachments.length);
}

/** @returns {Object} the draft in the words of `report_submit` */
export function toValues({attachments, ...values}) {
    return {
        ...values,
        attachments: attachments.map(({name, mimetype, data}) => ({
            name,
            mimetype,
            data,
        })),
    };
}
