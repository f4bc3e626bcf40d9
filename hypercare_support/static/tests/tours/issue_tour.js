import {registry} from "@web/core/registry";

const ISSUE = "Goods receipts cannot be validated";
const CARD = `.o_kanban_record:contains(${ISSUE})`;
const column = (name) => `.o_kanban_group:contains(/^${name}/)`;

registry.category("web_tour.tours").add("hypercare_l1_morning", {
    steps: () => [
        {
            content: "The board shows what is new, how bad it is and how long is left",
            trigger: `${column("New")} ${CARD}:contains(S2 High) .o_hc_countdown:contains(/in \\d/)`,
        },
        {
            content: "The search panel is folded away",
            trigger: ".o_search_panel_sidebar",
        },
        {
            content: "Somebody calls: quick entry in the column",
            trigger: `${column("New")} .o_kanban_quick_add`,
            run: "click",
        },
        {
            trigger: ".o_kanban_quick_create .o_field_widget[name=name] input",
            run: "edit The label printer is out of paper",
        },
        {
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(The label printer is out of paper)",
        },
        {
            trigger: ".o_kanban_quick_create .o_kanban_cancel",
            run: "click",
        },
        {
            content: "Take it without leaving the board",
            trigger: CARD,
            run: `hover && click ${CARD} .o_dropdown_kanban button`,
        },
        {
            trigger: ".o-dropdown--menu a[name=action_take]",
            run: "click",
        },
        {
            content: "It is mine now",
            trigger: `${CARD} .o_m2o_avatar, ${CARD} .o_avatar`,
        },
        {
            trigger: CARD,
            run: "click",
        },
        {
            content: "The promises side by side; the first one is kept",
            trigger: ".o_hc_clock[data-metric=response]:contains(in time)",
        },
        {
            content: "Why is it due then?",
            trigger: ".o_hc_clock[data-metric=resolution] .o_hc_clock_why",
            run: "click",
        },
        {
            trigger: ".modal .o_hypercare_explanation",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_statusbar_buttons button:contains(Start work)",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains(In Progress)",
        },
        {
            content: "Answer the reporter",
            trigger: ".o-mail-Chatter-sendMessage",
            run: "click",
        },
        {
            trigger: ".o-mail-Composer-input",
            run: "edit We have found it. Please try again in ten minutes.",
        },
        {
            trigger: ".o-mail-Composer-send:enabled",
            run: "click",
        },
        {
            trigger: ".o-mail-Message:contains(Please try again in ten minutes)",
        },
        {
            content: "What was done",
            trigger: ".nav-link[name=solution]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=resolution] textarea",
            run: "edit The journal of the warehouse was missing.",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Mark as resolved)",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Resolved)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_drag_without_plan", {
    steps: () => [
        {
            content: "All code of the board has come",
            trigger: ".o_kanban_record .o_hc_countdown",
        },
        {
            content: "Transferred is a column once something is there",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            trigger: column("Transferred"),
        },
        {
            content: "An issue leaves hypercare only with a plan",
            trigger: `${column("New")} ${CARD}`,
            run: "drag_and_drop(.o_kanban_group:contains(/^Transferred/) .o_kanban_record)",
        },
        {
            content: "The refusal says what is missing",
            trigger:
                ".modal:contains(/Write down the resolution plan of HC-\\d+ and who owns it/)",
        },
        {
            content: "... and offers the place where it is written",
            trigger: ".modal-footer button:contains(/Open HC-/)",
            run: "click",
        },
        {
            trigger: `.o_form_view .o_field_widget[name=name] textarea:value(${ISSUE})`,
        },
        {
            trigger: ".nav-link[name=solution]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=plan]",
        },
        {
            content: "Back on the board the card is where it was",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: `${column("New")} ${CARD}`,
        },
    ],
});
