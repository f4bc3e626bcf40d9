import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const ISSUE = "Goods receipts cannot be validated";

registry.category("web_tour.tours").add("hypercare_report_s1", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "The reporter opens the app",
            trigger: ".o_app[data-menu-xmlid='hypercare_support.menu_root']",
            run: "click",
        },
        {
            content: "The list of my own issues comes first",
            trigger: ".o_breadcrumb:contains(My Issues)",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "One sentence",
            trigger: ".o_field_widget[name=name] textarea",
            run: `edit ${ISSUE}`,
        },
        {
            content: "Work is stopped",
            trigger:
                ".o_field_widget[name=work_stopped] .o_radio_item:contains(Yes) input",
            run: "click",
        },
        {
            content: "There is no way round it",
            trigger:
                ".o_field_widget[name=workaround_known] .o_radio_item:contains(/^No$/) input",
            run: "click",
        },
        {
            content: "The promise is told before anything is sent",
            trigger:
                ".o_field_widget[name=promise_text]:contains(S1 Critical: answer within 2 hours)",
        },
        {
            content: "Nothing of the support team's fields is in the way",
            trigger:
                ".o_form_view:not(:has([name=tier_id])):not(:has([name=category_id]))",
        },
        {
            trigger: ".o_form_view button:contains(Send report)",
            run: "click",
        },
        {
            content: "The reporter sees the number",
            trigger: ".o_field_widget[name=number]:contains(/HC-\\d{3}/)",
        },
        {
            content: "... and when to expect an answer and a solution",
            trigger:
                ".o_field_widget[name=status_text]:contains(/Answer by .*solution by/)",
        },
        {
            content: "... and finds it again in the list",
            trigger: ".o_breadcrumb a:contains(My Issues)",
            run: "click",
        },
        {
            trigger: `.o_data_row:contains(${ISSUE})`,
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_take_s1", {
    steps: () => [
        {
            content: "The super-user sees the issue with its due time",
            trigger: `.o_kanban_group:contains(New) .o_kanban_record:contains(${ISSUE}):contains(S1 Critical) .o_hc_countdown:contains(/in \\d/)`,
        },
        {
            trigger: `.o_kanban_record:contains(${ISSUE})`,
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Take it)",
            run: "click",
        },
        {
            content: "It is assigned now",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Assigned)",
        },
        {
            content: "... to the one who took it",
            trigger: ".o_field_widget[name=user_id] input:value(L1)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_forbidden_drag", {
    steps: () => [
        {
            content: "All code of the board has come",
            trigger: ".o_kanban_record .o_hc_countdown",
        },
        {
            content: "Closed issues as well",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_kanban_group:contains(Closed)",
        },
        {
            content: "A new issue cannot be closed: nobody has worked on it",
            trigger: `.o_kanban_group:contains(New) .o_kanban_record:contains(${ISSUE})`,
            run: "drag_and_drop(.o_kanban_group:contains(Closed) .o_kanban_record)",
        },
        {
            content: "The refusal says what is possible instead",
            trigger:
                ".modal:contains(/is New and cannot become Closed. From here it can go to: Assigned/)",
        },
        {
            trigger: ".modal-footer button:contains(Close)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "The card is back where it was",
            trigger: `.o_kanban_group:contains(New) .o_kanban_record:contains(${ISSUE})`,
        },
        {
            trigger: `.o_kanban_group:contains(Closed):not(:contains(${ISSUE}))`,
        },
    ],
});
