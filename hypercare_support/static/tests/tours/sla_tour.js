import {registry} from "@web/core/registry";

const CELL = "[data-cell='s1-resolution-']";

function promiseThreeHours() {
    return [
        {content: "Open the S1 resolution", trigger: CELL, run: "click"},
        {
            content: "Promise 3 hours",
            trigger: ".o_hc_promise_editor input[name=amount]",
            run: "edit 3h",
        },
        {
            content: "It says what that means",
            trigger: ".o_hc_promise_reading:contains('3 h, day and night')",
        },
        {
            content: "Take it over",
            trigger: ".o_hc_promise_editor button[name=done]",
            run: "click",
        },
        {
            content: "The cell shows it",
            trigger: `${CELL}:contains('3 h')`,
        },
        {content: "Save", trigger: ".o_form_button_save", run: "click"},
        {
            content: "See what would move",
            trigger: ".o_hc_preview .modal-title:contains('1 deadline moves')",
        },
        {
            content: "See which issue",
            trigger: ".o_hc_preview_issue:contains('Something does not work')",
        },
    ];
}

registry.category("web_tour.tours").add("hypercare_sla_promise", {
    steps: () => [
        ...promiseThreeHours(),
        {
            content: "Rather not",
            trigger: ".o_hc_preview button[name=go_on]",
            run: "click",
        },
        {
            content: "Still being edited",
            trigger: `body:not(:has(.o_hc_preview)) ${CELL}:contains('3 h')`,
        },
        {content: "Drop the change", trigger: ".o_form_button_cancel", run: "click"},
        {
            content: "As it was",
            trigger: `.o_form_saved ${CELL}:contains('4 h')`,
        },
        ...promiseThreeHours(),
        {content: "Apply", trigger: ".o_hc_preview button[name=apply]", run: "click"},
        {
            content: "Saved",
            trigger: `.o_form_saved ${CELL}:contains('3 h')`,
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_sla_why", {
    steps: () => [
        {
            content: "Look at the promises",
            trigger: ".o_notebook .nav-link[name=clocks]",
            run: "click",
        },
        {
            content: "Open one",
            trigger: "[name=clock_ids] .o_data_row td:contains('Resolution')",
            run: "click",
        },
        {
            content: "Read why it is due then",
            trigger: ".modal .o_hypercare_explanation:contains('4 h, day and night')",
        },
        {
            content: "See it drawn",
            trigger: ".modal .o_hypercare_explanation [role=img]",
        },
        {content: "Close", trigger: ".modal .btn-close", run: "click"},
        {content: "Back on the issue", trigger: "body:not(:has(.modal))"},
    ],
});
