import {registry} from "@web/core/registry";

/** Choose a person in a field: from the drop-down, or from the dialog of a phone. */
export function choose(field, name) {
    const input = `.o_field_widget[name=${field}] input`;
    return [
        {
            isActive: ["desktop"],
            trigger: input,
            run: `edit ${name}`,
        },
        {
            isActive: ["desktop"],
            trigger: `.o-autocomplete--dropdown-item:contains(${name})`,
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger: input,
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger: `.modal .o_kanban_record:contains(${name})`,
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger: "body:not(:has(.modal))",
        },
    ];
}

export function next(title) {
    return [
        {
            trigger: "button[name=action_next]",
            run: "click",
        },
        {
            trigger: `h2:contains(${title})`,
        },
    ];
}

registry.category("web_tour.tours").add("hypercare_setup", {
    steps: () => [
        {
            content: "The list is empty: the big button begins",
            trigger: ".o_nocontent_help a.btn:contains(Set up a go-live)",
            run: "click",
        },
        {
            trigger: "h2:contains(Which company)",
        },
        {
            trigger: ".o_field_widget[name=go_live] input",
            run: "edit 11/29/2099",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Gazipur",
        },
        ...next("How many people"),
        {
            trigger: ".o_field_widget[name=user_count] input",
            run: "edit 30",
        },
        ...next("When do people work"),
        {
            content: "The hours of the country are proposed",
            trigger: ".o_field_widget[name=week_text]:contains(Sunday, Monday)",
        },
        ...next("Who is who"),
        {
            trigger: ".o_field_widget[name=people_hint]:contains(Still to be named)",
        },
        ...choose("sponsor_id", "Sponsor"),
        ...choose("client_pm_id", "Manager"),
        ...choose("business_owner_id", "Manager"),
        {
            content: "The warning comes at once",
            trigger:
                ".o_field_widget[name=people_hint]:contains(cannot be the client project manager)",
        },
        {
            content: "Going on is refused, and nothing is lost",
            trigger: "button[name=action_next]",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary, .o_error_dialog .btn-primary",
            run: "click",
        },
        ...choose("business_owner_id", "Owner"),
        ...choose("l1_ids", "L1"),
        {
            trigger: ".o_form_view:not(:has(.o_field_widget[name=people_hint]))",
        },
        ...next("Which plan"),
        {
            trigger: ".o_field_widget[name=preset_reason]:contains(SME, 2 weeks)",
        },
        {
            trigger: ".o_hypercare_setup_preview:contains(Day 8–14)",
        },
        {
            content: "On a phone the second button is behind the first",
            isActive: ["mobile"],
            trigger: ".o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        {
            content: "Back and forth: the answers are still there",
            trigger: "button[name=action_back]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=l1_ids] .o_tag:contains(L1)",
        },
        ...next("Which plan"),
        {
            trigger: "button[name=action_create_period]",
            run: "click",
        },
        {
            content: "The assistant is over",
            trigger: ".o_action_manager:not(:has(button[name=action_create_period]))",
        },
    ],
});
