import {choose, next} from "./setup_tour";
import {registry} from "@web/core/registry";

const CONFIRM = ".modal-footer .btn-primary";
const LIST = ".o_hc_ready_list";

/** The screen that lists what is missing says how much that is. */
function missing(headline) {
    return {
        content: `It says: ${headline}`,
        trigger: `.o_hc_ready h1:contains(${headline})`,
    };
}

/** Press the button of a line. */
function mend(line) {
    return {
        content: `The button beside “${line}”`,
        trigger: `${LIST} li:contains(${line}) button`,
        run: "click",
    };
}

const BACK = {
    content: "Back to what is missing",
    trigger:
        ".o_breadcrumb a:contains(What is missing), .o_hc_before:contains(What is missing)",
    run: "click",
};

/** Put somebody on the rota for the hole that is shown first. */
function fillHole(day) {
    return [
        {
            content: `Nobody is there on ${day}`,
            trigger: `.o_hc_cover_list:not(.o_hc_cover_later) li:contains(${day}) button:contains(Add to the rota)`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit L3",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(L3)",
            run: "click",
        },
        {trigger: ".modal .o_form_button_save", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {
            trigger:
                ".o_hc_cover_list:contains(This week somebody is there all the time)",
        },
    ];
}

registry.category("web_tour.tours").add("hypercare_joint_prepare", {
    steps: () => [
        {
            content: "There is no period yet",
            trigger: ".o_nocontent_help a.btn:contains(Set up a go-live)",
            run: "click",
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
            content: "The client works from Sunday to Thursday",
            trigger: ".o_field_widget[name=week_text]:contains(Sunday, Monday)",
        },
        ...next("Who is who"),
        ...choose("client_pm_id", "Manager"),
        ...choose("business_owner_id", "Owner"),
        ...choose("l1_ids", "L1"),
        ...choose("l3_ids", "L3"),
        {
            content: "The partner rests on Sunday",
            trigger: ".o_field_widget[name=l3_calendar_id] input",
            run: "edit Partner",
        },
        {
            trigger:
                ".o-autocomplete--dropdown-item:contains(Partner: Monday to Friday)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=people_hint]:contains(Still to be named: Sponsor)",
        },
        ...next("Which plan"),
        {trigger: "button[name=action_create_period]", run: "click"},
        missing("3 things are missing"),
        {trigger: `${LIST} li:contains(There is no approved charter)`},
        mend("No sponsor is named"),
        ...choose("sponsor_id", "Sponsor"),
        {trigger: ".o_form_button_save", run: "click"},
        {
            content: "The form counts again",
            trigger: "button[name=action_open_readiness]:contains(2 things missing)",
        },
        BACK,
        missing("2 things are missing"),
        mend("Sunday 29 November 09:00–18:00"),
        ...fillHole("Sunday 29 November"),
        {trigger: "button:contains(Show that week)", run: "click"},
        ...fillHole("Sunday 6 December"),
        BACK,
        missing("1 thing is missing"),
        mend("There is no approved charter"),
        {trigger: "button[name=action_publish]", run: "click"},
        {trigger: CONFIRM, run: "click"},
        {
            trigger:
                ".o_field_widget[name=waiting_text]:contains(Sponsor, Manager, Consultant, Owner)",
        },
        BACK,
        missing("1 thing is missing"),
        {
            content: "Now it is known whom it waits for",
            trigger: `${LIST} li:contains(approval of Sponsor)`,
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_joint_approve", {
    steps: () => [
        {trigger: ".o_data_row .o_data_cell", run: "click"},
        {
            trigger: ".o_form_statusbar button[name=action_approve]",
            run: "click",
        },
        {trigger: CONFIRM, run: "click"},
        {trigger: "body:not(:has(button[name=action_approve]))"},
    ],
});

registry.category("web_tour.tours").add("hypercare_joint_start", {
    steps: () => [
        {
            content: "The list of periods",
            trigger: ".o_data_row .o_data_cell:contains(Gazipur)",
            run: "click",
        },
        {
            trigger: "button[name=action_open_readiness]:contains(Everything is there)",
            run: "click",
        },
        missing("Everything is there"),
        {trigger: ".o_hc_ready_next button:contains(Ready)", run: "click"},
        {
            trigger: ".o_arrow_button_current:contains(Ready)",
        },
        {
            trigger: ".o_form_statusbar button[name=action_start]",
            run: "click",
        },
        {
            content: "It runs, and its log can be opened",
            trigger: ".o_arrow_button_current:contains(Running)",
        },
        {trigger: "button[name=action_open_issues]:contains(Open issues)"},
    ],
});
