import {registry} from "@web/core/registry";

const CHAT = [
    "03/03/2026, 10:02 - Reporter: Vendor bill cannot be posted, it shows an error",
    "03/03/2026, 10:15 - L1: I am looking at it",
    "03/03/2026, 11:40 - Store Gate 2: Goods receipt does not print, error 500",
    "03/03/2026, 11:52 - Store Gate 2: <Media omitted>",
    "03/03/2026, 13:20 - Colleague: Lunch is ready",
].join("\n");
const LINES = ".modal [name=line_ids]";

function menu(name) {
    return [
        {
            content: "What can be added to the log",
            trigger: "[data-menu-xmlid='hypercare_support.menu_issues']",
            run: "click",
        },
        {trigger: `.o-dropdown--menu a:contains(${name})`, run: "click"},
    ];
}

function pasteChat() {
    return [
        ...menu("Paste a WhatsApp chat"),
        {
            content: "Paste the chat",
            trigger: ".modal [name=text] textarea",
            run({anchor}) {
                anchor.value = CHAT;
                anchor.dispatchEvent(new Event("input", {bubbles: true}));
                anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {trigger: ".modal button[name=action_read]", run: "click"},
    ];
}

registry.category("web_tour.tours").add("hypercare_chat_paste", {
    steps: () => [
        ...pasteChat(),
        {
            content: "Who is no user is told",
            trigger:
                ".modal [name=sender_ids] .o_data_row:contains(Store Gate 2):contains(Not known)",
        },
        {
            content: "Two issues are proposed",
            trigger: `${LINES} .o_data_row:contains(Goods receipt does not print):contains(New issue)`,
        },
        {
            content: "Say how urgent the first is",
            trigger: `${LINES} .o_data_row:contains(Vendor bill) button[name=action_open]`,
            run: "click",
        },
        {
            content: "What was written",
            trigger: ".modal [name=preview]:contains(I am looking at it)",
        },
        {
            trigger: ".modal [name=work_stopped] .o_radio_item:contains(Yes) input",
            run: "click",
        },
        {
            trigger:
                ".modal [name=workaround_known] .o_radio_item:contains(Yes, but it costs time) input",
            run: "click",
        },
        {trigger: ".modal button[name=action_next]", run: "click"},
        {
            content: "The next one can be read at once",
            trigger: ".modal [name=preview]:contains(Goods receipt does not print)",
        },
        {trigger: ".modal button[name=action_done]", run: "click"},
        {
            content: "The answers made it an S2",
            trigger: `${LINES} .o_data_row:contains(Vendor bill):contains(S2 High)`,
        },
        {trigger: ".modal button[name=action_take]", run: "click"},
        {
            content: "What was put into the log",
            trigger: ".modal [name=result]:contains(New issues: 2.)",
        },
        {trigger: ".modal button[name=action_open_issues]", run: "click"},
        {trigger: ".o_list_view .o_data_row:contains(Vendor bill cannot be posted)"},
        {trigger: ".o_list_view .o_data_row:contains(Goods receipt does not print)"},
        ...pasteChat(),
        {
            content: "The same chat once more is in the log already",
            trigger: `${LINES} .o_data_row:contains(already in the log: HC-):contains(Leave out)`,
        },
        {trigger: ".modal button[name=action_take]", run: "click"},
        {
            content: "Nothing is done twice",
            trigger: ".modal:contains(Nothing is chosen) .btn-primary:contains(Close)",
            run: "click",
        },
        {
            content: "What was pasted is still there",
            trigger: `${LINES} .o_data_row:contains(already in the log: HC-)`,
        },
        {
            trigger: ".modal .btn[special=cancel], .modal button:contains(Cancel)",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
    ],
});

registry.category("web_tour.tours").add("hypercare_quick_entry", {
    steps: () => [
        ...menu("Quick entry"),
        {
            content: "The caller is no user",
            trigger: ".modal [name=reporter_name] input",
            run: "edit Night guard",
        },
        {
            trigger: ".modal [name=name] textarea",
            run: "edit The gate pass does not print",
        },
        {
            trigger: ".modal [name=work_stopped] .o_radio_item:contains(Yes) input",
            run: "click",
        },
        {
            trigger: ".modal [name=workaround_known] .o_radio_item:first input",
            run: "click",
        },
        {
            content: "What this promises",
            trigger:
                ".modal [name=promise_text]:contains(S1 Critical: answer within 2 hours)",
        },
        {trigger: ".modal button[name=action_save]", run: "click"},
        {
            content: "The number, to be said on the phone",
            trigger: ".modal [name=receipt]:contains(/HC-\\d{3}/)",
        },
        {trigger: ".modal button[name=action_another]", run: "click"},
        {
            content: "The next one begins empty",
            trigger: ".modal [name=name] textarea:value()",
        },
        {trigger: ".modal button:contains(Cancel)", run: "click"},
        {trigger: "body:not(:has(.modal))"},
    ],
});
