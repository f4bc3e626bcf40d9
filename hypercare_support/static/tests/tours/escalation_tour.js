import {registry} from "@web/core/registry";

const BANNER = ".o_form_view [name=escalation]";
const LINE = "[name=escalation_timeline] .o_hc_timeline";

registry.category("web_tour.tours").add("hypercare_acknowledge", {
    steps: () => [
        {
            content: "The project manager sees what was escalated, and who knows",
            trigger: `${BANNER}:contains(/Escalated .*First response overdue. Told: Manager/)`,
        },
        {
            content: "The issue was raised",
            trigger: ".o_field_widget[name=priority] .o_priority_star.fa-star",
        },
        {
            trigger: ".o_notebook .nav-link[name=escalations]",
            run: "click",
        },
        {
            content: "The time line says that it came late, to whom, and by what",
            trigger: `${LINE} .o_hc_timeline_past > li:contains(A promise to the reporter is broken):contains(3 min late):contains(/Manager\\s*e-mail/)`,
        },
        {
            content: "... and what fires next",
            trigger: `${LINE} .o_hc_timeline_next > li:contains(Resolution):contains(/in (59 min|1 h|58 min)/)`,
        },
        {
            content: "I see to it",
            trigger: `${BANNER} button:contains(Acknowledge)`,
            run: "click",
        },
        {
            content: "The banner has gone",
            trigger: `body:not(:has(${BANNER}))`,
        },
        {
            content: "The time line knows who sees to it",
            trigger: `${LINE} .o_hc_timeline_past > li:contains(Acknowledged by Manager)`,
        },
    ],
});
