/** Ways from the dialog to issues; the screen underneath stays in the breadcrumbs. */

export function openIssue(action, issueId) {
    return action.doAction({
        type: "ir.actions.act_window",
        res_model: "hypercare.issue",
        res_id: issueId,
        views: [[false, "form"]],
    });
}

/** The user's own issues: all, or only what waits for them. */
export function openMine(action, isWaiting) {
    return action.doAction("hypercare_support.issue_action_mine", {
        additionalContext: isWaiting ? {search_default_needs_me: 1} : {},
    });
}
