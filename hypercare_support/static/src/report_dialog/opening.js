/** Ways from the dialog to issues; the screen underneath stays in the breadcrumbs. */

export function openIssue(action, issueId) {
    return action.doAction({
        type: "ir.actions.act_window",
        res_model: "hypercare.issue",
        res_id: issueId,
        views: [[false, "form"]],
    });
}

/** What waits for the user. */
export function openMine(action) {
    return action.doAction("hypercare_support.issue_action_mine", {
        additionalContext: {search_default_needs_me: 1},
    });
}
