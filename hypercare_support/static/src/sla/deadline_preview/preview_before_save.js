import {registry} from "@web/core/registry";

import {DeadlinePreviewDialog} from "./deadline_preview_dialog";

/**
 * Show what a save would do to running deadlines, if it would do anything.
 *
 * A preview that fails holds nothing up: the save itself then says what is wrong.
 * While it waits for an answer, the form knows it by `isAskingPreview`.
 *
 * @param {FormController} form
 * @param {Record} record
 * @param {Object} changes values to be written
 * @param {string} method of the model: takes values, returns the preview
 * @returns {Promise<boolean>} whether to save
 */
export async function previewBeforeSave(form, record, changes, method) {
    let preview;
    try {
        preview = await form.orm.call(
            record.resModel,
            method,
            [[record.resId], changes],
            {context: record.context}
        );
    } catch {
        return true;
    }
    if (!preview.moved) {
        return true;
    }
    // Left for another tab: nobody is there to answer, so nothing is saved yet.
    if (document.visibilityState === "hidden") {
        return false;
    }
    form.isAskingPreview = true;
    const apply = await ask(form, preview);
    form.isAskingPreview = false;
    return apply;
}

function ask(form, preview) {
    return new Promise((resolve) => {
        form.dialogService.add(
            DeadlinePreviewDialog,
            {preview, onApply: () => resolve(true)},
            {onClose: () => resolve(false)}
        );
    });
}

registry
    .category("lazy_components")
    .add("hypercare_support.previewBeforeSave", previewBeforeSave);
