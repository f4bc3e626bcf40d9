import {registry} from "@web/core/registry";

const CARD = ".o_hc_standup_card";
const MAIN = ".o_hc_standup_main";

/** A key, as it comes from the keyboard: to whatever has the focus. */
function press(key, content) {
    return {
        content: content || `Press ${key}`,
        trigger: "body",
        run() {
            const target = document.activeElement || document.body;
            target.dispatchEvent(
                new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})
            );
        },
    };
}

/** Wait for the card of an issue, by its place. */
function at(number, count) {
    return {trigger: `.o_hc_standup_progress:contains(${number} of ${count})`};
}

function decideOwnerAndDate() {
    return [
        press("o", "Who takes it?"),
        {
            trigger: `${CARD} .o_hc_choice input`,
            run: "edit L1",
        },
        press("Enter"),
        {trigger: `${CARD} button[name=owner]:contains(L1)`},
        {trigger: `${CARD}:not(:has(.o_hc_choice))`},
        press("d", "Until when?"),
        {trigger: `${CARD} .o_hc_choice_list li:nth-child(2)`, run: "click"},
        {trigger: `${CARD} .o_hc_standup_decided:contains(Date)`},
    ];
}

registry.category("web_tour.tours").add("hypercare_standup", {
    steps: () => [
        {
            trigger: "[data-menu-xmlid='hypercare_support.menu_standup']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='hypercare_support.menu_standup_today']",
            run: "click",
        },
        {
            content: "What there will be to discuss",
            trigger: ".o_hc_standup_start h2:contains(12 to discuss in 15 minutes)",
        },
        {trigger: "button[name=start]", run: "click"},
        at(1, 12),
        ...decideOwnerAndDate(),
        press("s", "How severe is it?"),
        {trigger: `${CARD} .o_hc_choice_list li:first-child`, run: "click"},
        {
            trigger: `${CARD} input[name=reason]`,
            run: "edit Month-end is at stake",
        },
        {trigger: `${CARD} .o_hc_standup_reason .btn-primary`, run: "click"},
        {trigger: `${CARD} .o_hc_standup_decided:contains(S1 Critical, was S2 High)`},
        press("n", "A note"),
        {trigger: `${CARD} textarea[name=note]`, run: "edit Call the bank"},
        press("Enter"),
        {trigger: `${CARD} button[name=note]:contains(Call the bank)`},
        press("j"),
        at(2, 12),
        press("k"),
        at(1, 12),
        press("?"),
        {trigger: ".o_dialog .o_hc_standup_keys"},
        {trigger: ".o_dialog footer .btn-primary", run: "click"},
        {trigger: "body:not(:has(.o_dialog))"},
        press("Enter"),
        ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].flatMap((number) => [
            at(number, 12),
            ...decideOwnerAndDate(),
            {trigger: "button[name=next]", run: "click"},
        ]),
        at(12, 12),
        press("j", "The last one stays as it is"),
        {
            content: "What stays open",
            trigger:
                ".o_hc_standup_finish .o_hc_standup_open:contains(no owner, no date)",
        },
        {
            trigger: ".o_hc_standup_people label:contains(L2) input",
            run: "click",
        },
        {trigger: "button[name=close]", run: "click"},
        {
            content: "Not without saying why",
            trigger: ".o_hc_standup_missing:contains(write down why)",
        },
        {
            trigger: ".o_hc_standup_finish textarea[name=reason]",
            run: "edit The supplier decides",
        },
        {trigger: "button[name=close]", run: "click"},
        {trigger: ".o_hc_standup_start[data-state=closed]"},
        {trigger: "button[name=minutes]", run: "click"},
        {
            trigger:
                ".o_form_view .o_field_widget[name=line_ids] .o_data_row:contains(Call the bank)",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=close_reason]:contains(The supplier decides)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_standup_nothing", {
    steps: () => [
        {trigger: ".o_hc_standup_start h2:contains(Nothing to discuss)"},
        {trigger: "button[name=start_and_close]", run: "click"},
        {trigger: ".o_hc_standup_start[data-state=closed]"},
    ],
});

registry.category("web_tour.tours").add("hypercare_standup_interrupted", {
    steps: () => [
        {
            content: "The rarer buttons are under “More”",
            trigger: ".o_form_view .o_button_more",
            run: "click",
        },
        {
            trigger: "button.oe_stat_button:contains(Stand-up)",
            run: "click",
        },
        {trigger: "button[name=start]", run: "click"},
        at(1, 3),
        press("Enter"),
        at(2, 3),
        press("n"),
        {trigger: `${CARD} textarea[name=note]`, run: "edit Half a thought"},
        {
            content: "Away, in the middle of it",
            trigger: `${CARD} .o_hc_standup_number`,
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name=reported_at], .o_form_view"},
        {trigger: "body:not(:has(.o_hc_standup))"},
        {
            content: "Back again",
            trigger: ".o_control_panel .breadcrumb a:contains(Stand-up):last",
            run: "click",
        },
        {
            content: "Where it was, and what was written",
            trigger: `${CARD} button[name=note]:contains(Half a thought)`,
        },
        at(2, 3),
    ],
});

registry.category("web_tour.tours").add("hypercare_standup_reader", {
    steps: () => [
        {
            trigger:
                ".o_hc_standup_start[data-state=reader]:contains(Manager, Consultant)",
        },
        {trigger: ".o_hc_standup_start .btn-primary", run: "click"},
        {trigger: ".o_data_row .o_data_cell", run: "click"},
        {trigger: ".o_form_view .o_data_row:contains(Printer prints twice)"},
    ],
});

function checkWidth(content, trigger) {
    return {
        content,
        trigger,
        run() {
            for (const box of [
                document.documentElement,
                document.querySelector(".o_hc_standup"),
            ]) {
                if (box.scrollWidth > box.clientWidth) {
                    throw new Error(`${content}: ${box.scrollWidth} pixels wide`);
                }
            }
        },
    };
}

registry.category("web_tour.tours").add("hypercare_standup_phone", {
    steps: () => [
        checkWidth("The beginning fits", "button[name=start]"),
        {trigger: "button[name=start]", run: "click"},
        checkWidth("An issue fits", CARD),
        {trigger: `${CARD} button[name=owner]`, run: "click"},
        checkWidth("The choice fits", `${CARD} .o_hc_choice`),
        {trigger: `${CARD} .o_hc_choice_list li:contains(L1)`, run: "click"},
        {trigger: `${CARD} .o_hc_standup_decided:contains(Owner)`},
        {trigger: `${MAIN} button[name=next]`, run: "click"},
        checkWidth("The end fits", ".o_hc_standup_finish"),
    ],
});
