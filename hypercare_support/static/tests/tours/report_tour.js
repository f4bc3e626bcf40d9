import {registry} from "@web/core/registry";

const DIALOG = ".o_hc_report";
const BUTTON = ".o_hc_report_button";

/** Fill in what has to be filled in; by names, for any language. */
function writeAndAnswer(sentence) {
    const answers = {work_stopped: "yes", workaround_known: "none", only_person: "no"};
    return [
        {
            content: "One sentence",
            trigger: `${DIALOG} textarea[name=name]`,
            run: `edit ${sentence}`,
        },
        ...Object.entries(answers).map(([question, value]) => ({
            content: `Answer ${question}`,
            trigger: `${DIALOG} [name=${question}] input[value=${value}]`,
            run: "click",
        })),
    ];
}

function sendAndClose() {
    return [
        {
            content: "Send",
            trigger: `${DIALOG} button[name=send]`,
            run: "click",
        },
        {
            content: "The number, and a way to the issue",
            trigger: `${DIALOG} .o_hc_report_open:contains(/HC-\\d{3}/)`,
        },
        {
            trigger: `${DIALOG} button[name=done]`,
            run: "click",
        },
        {trigger: `body:not(:has(${DIALOG}))`},
    ];
}

/** A picture in the clipboard, as a browser hands it over. */
function pastePicture() {
    return {
        content: "Paste a screenshot",
        trigger: `${DIALOG} textarea[name=name]`,
        async run({anchor}) {
            const canvas = document.createElement("canvas");
            canvas.getContext("2d").fillRect(0, 0, 50, 50);
            const picture = await new Promise((resolve) => canvas.toBlob(resolve));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(
                new File([picture], "image.png", {type: "image/png"})
            );
            anchor.dispatchEvent(
                new ClipboardEvent("paste", {
                    bubbles: true,
                    cancelable: true,
                    clipboardData,
                })
            );
        },
    };
}

registry.category("web_tour.tours").add("hypercare_report_anywhere", {
    steps: () => [
        {
            content: "The record of somebody",
            trigger: ".o_form_view:contains(Turag Bank)",
        },
        {
            content: "The first click",
            trigger: `${BUTTON}:contains(Report an issue)`,
            run: "click",
        },
        ...writeAndAnswer("The address of the bank is wrong"),
        {
            content: "What this promises",
            trigger: `${DIALOG} .o_hc_report_promise:contains(S1 Critical: answer within 2 hours)`,
        },
        pastePicture(),
        {
            content: "The screenshot is in the list",
            trigger: `${DIALOG} .o_hc_report_files li:contains(image.png) img`,
        },
        {
            content: "What is sent along can be seen",
            trigger: `${DIALOG} .o_hc_report_sent_along summary`,
            run: "click",
        },
        {
            trigger: `${DIALOG} dd:contains(Turag Bank)`,
        },
        ...sendAndClose(),
        {
            content: "Nothing was lost underneath",
            trigger: ".o_form_view:contains(Turag Bank)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_report_error", {
    steps: () => [
        {
            content: "Something that fails on the server",
            trigger: ".o_searchview_input",
            run: "edit boom",
        },
        {
            trigger:
                ".o_searchview_input_container .o_menu_item, .o_searchview_autocomplete .o-dropdown-item",
            run: "click",
        },
        {
            trigger: ".o_error_dialog .o_hc_report_error",
            run: "click",
        },
        ...writeAndAnswer("Searching my issues fails"),
        {
            content: "The traceback goes along, without secrets",
            trigger: `${DIALOG} .o_hc_report_sent_along summary`,
            run: "click",
        },
        {
            trigger: `${DIALOG} pre:contains(ValueError):not(:contains(hunter2))`,
        },
        ...sendAndClose(),
        {trigger: "body:not(:has(.o_error_dialog))"},
    ],
});

registry.category("web_tour.tours").add("hypercare_report_join", {
    steps: () => [
        {
            trigger: BUTTON,
            run: "click",
        },
        {
            trigger: `${DIALOG} textarea[name=name]`,
            run: "edit Labels of the packing line are blank",
        },
        {
            content: "Somebody has reported this already",
            trigger: `${DIALOG} .o_hc_report_issue:contains(Labels on the packing line are blank) button:contains(This is mine too)`,
            run: "click",
        },
        {
            trigger: `${DIALOG} h3:contains(/You follow HC-\\d{3} now/)`,
        },
        {
            content: "... and can be looked at",
            trigger: `${DIALOG} .o_hc_report_open`,
            run: "click",
        },
        {
            trigger: ".o_form_view:contains(Labels on the packing line are blank)",
        },
        {trigger: `body:not(:has(${DIALOG}))`},
    ],
});

function checkWidth(content) {
    return {
        content,
        trigger: DIALOG,
        run() {
            const body = document.querySelector(`${DIALOG} main`);
            for (const box of [document.documentElement, body]) {
                if (box.scrollWidth > box.clientWidth) {
                    throw new Error(`${content}: ${box.scrollWidth} pixels wide`);
                }
            }
        },
    };
}

registry.category("web_tour.tours").add("hypercare_report_phone", {
    steps: () => [
        {
            trigger: BUTTON,
            run: "click",
        },
        ...writeAndAnswer("Etiquettes"),
        {
            trigger: `${DIALOG} .o_hc_report_details summary`,
            run: "click",
        },
        {
            trigger: `${DIALOG} .o_hc_report_sent_along summary`,
            run: "click",
        },
        {trigger: `${DIALOG} dd`},
        checkWidth("The form fits"),
        ...sendAndClose().slice(0, 2),
        checkWidth("The receipt fits"),
        ...sendAndClose().slice(2),
    ],
});
