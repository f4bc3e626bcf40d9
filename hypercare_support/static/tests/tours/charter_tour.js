import {registry} from "@web/core/registry";

const DOCUMENT = ".o_field_widget[name=document] .o_hc_charter";
const CONFIRM = ".modal-footer .btn-primary";

function waitsFor(name) {
    return {
        content: `It waits for ${name}`,
        trigger: `.o_field_widget[name=waiting_text]:contains(${name})`,
    };
}

registry.category("web_tour.tours").add("hypercare_charter_publish", {
    steps: () => [
        {
            content: "The rarer buttons are under “More”",
            trigger: ".o_form_view .o_button_more",
            run: "click",
        },
        {
            content: "From the period to its charter",
            trigger: "button[name=action_open_charter]",
            run: "click",
        },
        {trigger: `${DOCUMENT}:contains(nobody has approved it)`},
        {trigger: `${DOCUMENT}:contains(within 4 working hours)`},
        {trigger: ".o_notebook a[name=scope]", run: "click"},
        {
            trigger: ".o_field_widget[name=scope_out] .odoo-editor-editable",
            run: "editor No new barcode labels",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_notebook a[name=document]", run: "click"},
        {
            content: "The draft follows the plan",
            trigger: `${DOCUMENT}:contains(No new barcode labels)`,
        },
        {trigger: "button[name=action_publish]", run: "click"},
        {trigger: CONFIRM, run: "click"},
        waitsFor("Sponsor, Manager, Consultant, Owner"),
        {trigger: `${DOCUMENT}:contains(Version 1: Published)`},
        {trigger: ".o_form_statusbar button[name=action_approve]", run: "click"},
        {trigger: CONFIRM, run: "click"},
        {trigger: "body:not(:has(button[name=action_approve]))"},
        waitsFor("Sponsor, Consultant, Owner"),
    ],
});

registry.category("web_tour.tours").add("hypercare_charter_approve", {
    steps: () => [
        {trigger: ".o_data_row .o_data_cell", run: "click"},
        {trigger: `${DOCUMENT}:contains(No new barcode labels)`},
        {
            content: "Below the document, where one has read it",
            trigger: ".o_notebook button:contains(I approve this charter)",
            run: "click",
        },
        {trigger: CONFIRM, run: "click"},
        {trigger: "body:not(:has(button:contains(I approve this charter)))"},
        {trigger: `${DOCUMENT}:contains(Approved)`},
    ],
});

registry.category("web_tour.tours").add("hypercare_charter_phone", {
    steps: () => [
        {
            trigger: `${DOCUMENT}:contains(Version 1: Published)`,
            run() {
                const page = document.documentElement;
                if (page.scrollWidth > page.clientWidth) {
                    throw new Error(`The charter is ${page.scrollWidth} pixels wide`);
                }
            },
        },
        {trigger: "button:contains(I approve this charter)", run: "click"},
        {trigger: CONFIRM, run: "click"},
        {trigger: `${DOCUMENT}:contains(Version 1: Approved)`},
        {trigger: "body:not(:has(button[name=action_approve]))"},
    ],
});

registry.category("web_tour.tours").add("hypercare_charter_send_back", {
    steps: () => [
        {trigger: ".o_form_statusbar button[name=action_send_back]", run: "click"},
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Payroll is missing",
        },
        {trigger: ".modal button[name=action_apply]", run: "click"},
        {trigger: ".alert:contains(Payroll is missing)"},
        {trigger: `${DOCUMENT}:contains(nobody has approved it)`},
    ],
});
