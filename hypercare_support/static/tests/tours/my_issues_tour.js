import {registry} from "@web/core/registry";

const BADGE = ".o_hc_report_badge";
const FORM = ".o_form_view [name=now]";

const openFromBadge = (count) => [
    {
        content: "Something waits for me",
        trigger: `${BADGE}:contains(${count})`,
        run: "click",
    },
    {
        content: "... and only that is shown",
        trigger: ".o_facet_values:contains(Waiting for me)",
    },
    {
        trigger: ".o_data_cell[name=name]:contains(Cheques print too high)",
        run: "click",
    },
];

registry.category("web_tour.tours").add("hypercare_confirm_and_rate", {
    steps: () => [
        ...openFromBadge(1),
        {
            content: "What was done about it",
            trigger: `${FORM}:contains(Does it work now?):contains(The paper format was wrong)`,
        },
        {
            trigger: `${FORM} button:contains(Yes, it works)`,
            run: "click",
        },
        {
            content: "How did it go?",
            trigger: ".modal [name=text] textarea",
            run: "edit Mended within the hour",
        },
        {
            trigger: ".modal button[name=action_good]",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
        {
            content: "It is done",
            trigger: `${FORM}:contains(Solved):contains(You said: Good)`,
        },
        {
            content: "Nothing waits any more",
            trigger: `body:not(:has(${BADGE}))`,
        },
        {
            content: "Second thoughts are possible",
            trigger: `${FORM} button:contains(Change it)`,
            run: "click",
        },
        {
            trigger:
                ".modal:contains(You said: Good) [name=text] textarea:value(Mended)",
        },
        {
            trigger: ".modal button[name=action_so_so]",
            run: "click",
        },
        {
            trigger: `${FORM}:contains(You said: So-so)`,
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_not_solved", {
    steps: () => [
        ...openFromBadge(1),
        {
            trigger: `${FORM} button:contains(No, it does not)`,
            run: "click",
        },
        {
            content: "A sentence is needed",
            trigger: ".modal button:contains(Send)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_invalid[name=text]",
        },
        {
            trigger: ".modal [name=text] textarea",
            run: "edit The second line is still missing",
        },
        {
            trigger: ".modal button:contains(Send)",
            run: "click",
        },
        {
            content: "The team has it again, and what I wrote",
            trigger: `${FORM}:contains(Received)`,
        },
        {
            trigger: ".o-mail-Message:contains(The second line is still missing)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_answer", {
    steps: () => [
        ...openFromBadge(1),
        {
            content: "What the team wants to know",
            trigger: `${FORM}:contains(Which printer is it?)`,
        },
        {
            trigger: `${FORM} button:contains(Answer)`,
            run: "click",
        },
        {
            trigger: ".modal:contains(Which printer is it?) [name=text] textarea",
            run: "edit The one at the gate",
        },
        {
            trigger: ".modal button:contains(Send)",
            run: "click",
        },
        {
            trigger: `${FORM}:contains(Being worked on)`,
        },
        {trigger: `body:not(:has(${BADGE}))`},
    ],
});

/** All of it on a phone: cards, nothing wider than the screen. */
registry.category("web_tour.tours").add("hypercare_my_issues_phone", {
    steps: () => [
        {
            trigger: `${BADGE}:contains(1)`,
            run: "click",
        },
        {
            content: "The question is on the card",
            trigger: ".o_kanban_record:contains(Which printer is it?)",
            run() {
                const {clientWidth, scrollWidth} = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`The cards are ${scrollWidth} pixels wide`);
                }
            },
        },
        {
            content: "... and answered from there",
            trigger: ".o_kanban_record button:contains(Answer)",
            run: "click",
        },
        {
            trigger: ".modal [name=text] textarea",
            run: "edit The one at the gate",
        },
        {
            trigger: ".modal button:contains(Send)",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
        {trigger: `body:not(:has(${BADGE}))`},
    ],
});

const OUTAGE = ".o_hc_outages";

registry.category("web_tour.tours").add("hypercare_outage_known", {
    steps: () => [
        {
            content: "Known with the page, whatever screen it is",
            trigger: `${OUTAGE}:contains(Nothing opens):contains(The disk is full)`,
        },
        {
            trigger: `${OUTAGE} button:contains(Me too)`,
            run: "click",
        },
        {
            trigger: `.o_notification:contains(Noted. You follow HC-)`,
        },
        {trigger: `${OUTAGE}:not(:has(button:contains(Me too)))`},
        {
            trigger: `${OUTAGE} .o_hc_alarm_dismiss`,
            run: "click",
        },
        {trigger: `body:not(:has(${OUTAGE}))`},
    ],
});
