/**
 * The severity that the reporter's answers lead to: the table of `engine/triage.py`,
 * which decides when the report is sent.
 *
 * @param {Object} answers
 * @param {"yes"|"no"|""} answers.work_stopped
 * @param {"none"|"costly"|"easy"|""} answers.workaround_known
 * @param {"yes"|"no"|""} answers.only_person
 * @returns {"s1"|"s2"|"s3"|"s4"|""} empty while an answer that decides is missing
 */
export function severityOf({work_stopped, workaround_known, only_person}) {
    if (!work_stopped || !workaround_known) {
        return "";
    }
    if (work_stopped === "yes") {
        return workaround_known === "none" ? "s1" : "s2";
    }
    if (workaround_known !== "none") {
        return workaround_known === "costly" ? "s3" : "s4";
    }
    if (!only_person) {
        return "";
    }
    return only_person === "yes" ? "s1" : "s2";
}
