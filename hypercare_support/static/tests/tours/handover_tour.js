import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("hypercare_out_of_scope", {
    steps: () => [
        {
            content: "This is not what hypercare is for",
            trigger: ".o_form_view button[name=action_out_of_scope]",
            run: "click",
        },
        {
            content: "What is asked for",
            trigger: ".modal .o_field_widget[name=kind] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_menu .o_select_menu_item:contains(A new report)",
            run: "click",
        },
        {
            content: "Somebody is proposed who decides",
            trigger: ".modal [name=receiver_id]:contains(Owner)",
        },
        {
            trigger: ".modal [name=sentence] textarea",
            run: "edit A new report, for later",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "It is out of the queue, and who decides is said",
            trigger: ".o_form_view:contains(Owner decides about it)",
        },
        {
            trigger: ".o_form_view button[name=action_back_in_scope]",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_decide_request", {
    steps: () => [
        {
            content: "The request waits",
            trigger:
                ".o_kanban_record:contains(A report of wastage by line) button[name=action_scope_accept]",
            run: "click",
        },
        {
            trigger: ".modal [name=sentence] textarea",
            run: "edit We want that too",
        },
        {
            trigger: ".modal button[name=action_apply]:visible",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
        {
            content: "It is decided",
            trigger: ".o_kanban_record:contains(We want that too)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_accept_responsibility", {
    steps: () => [
        {
            content: "How far the hand-over is",
            trigger: ".o_kanban_record:contains(Handed over)",
            run: "click",
        },
        {
            content: "What is mine, and written down",
            trigger:
                ".o_form_view [name=responsibility_ids] .o_kanban_record:contains(Data quality) button[name=action_accept]",
            run: "click",
        },
        {
            content: "One of nine is accepted",
            trigger: ".o_form_view [name=duty_text]:contains(1 of 9)",
        },
    ],
});
