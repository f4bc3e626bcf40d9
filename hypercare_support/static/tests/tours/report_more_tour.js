import {registry} from "@web/core/registry";

const DIALOG = ".o_hc_report";
const BUTTON = ".o_hc_report_button";

const openDialog = {trigger: BUTTON, run: "click"};

function answer(sentence) {
    const answers = {work_stopped: "yes", workaround_known: "none", only_person: "no"};
    return [
        {trigger: `${DIALOG} textarea[name=name]`, run: `edit ${sentence}`},
        ...Object.entries(answers).map(([question, value]) => ({
            trigger: `${DIALOG} [name=${question}] input[value=${value}]`,
            run: "click",
        })),
    ];
}

const send = [
    {trigger: `${DIALOG} button[name=send]`, run: "click"},
    {trigger: `${DIALOG} button[name=done]`, run: "click"},
    {trigger: `body:not(:has(${DIALOG}))`},
];

function assert(condition, text) {
    if (!condition) {
        throw new Error(text);
    }
}

/** Nothing is wider than the window, or cut off at a side of it. */
function checkFits() {
    const page = document.documentElement;
    assert(page.scrollWidth <= page.clientWidth, "The page can be moved sideways");
    for (const element of document.querySelectorAll(
        `${DIALOG} :is(button, textarea, label, legend, summary, p, dd)`
    )) {
        const {left, right, width} = element.getBoundingClientRect();
        const isInside = left >= -1 && right <= page.clientWidth + 1;
        assert(!width || isInside, `Cut off: ${element.outerHTML.slice(0, 80)}`);
    }
}

const openAll = [
    {trigger: `${DIALOG} .o_hc_report_details summary`, run: "click"},
    {trigger: `${DIALOG} .o_hc_report_sent_along summary`, run: "click"},
    {trigger: `${DIALOG} dd`},
    {content: "Everything fits", trigger: DIALOG, run: checkFits},
];

registry.category("web_tour.tours").add("hypercare_report_mirrored", {
    steps: () => [
        openDialog,
        ...answer("الفاتورة لا تُرحّل"),
        ...openAll,
        {
            content: "What comes first is on the right",
            trigger: `${DIALOG} button[name=send]`,
            run({anchor}) {
                const left = (selector) =>
                    document.querySelector(selector).getBoundingClientRect().left;
                const {direction} = getComputedStyle(anchor);
                assert(direction === "rtl", `The dialog reads ${direction}`);
                assert(
                    left(`${DIALOG} button[name=send]`) >
                        left(`${DIALOG} button[name=cancel]`),
                    "Send is not first"
                );
                // On a phone an arrow stands before the title instead.
                const cross = `${DIALOG} .btn-close`;
                assert(
                    !document.querySelector(cross) ||
                        left(cross) < left(`${DIALOG} .modal-title`),
                    "The cross is not last"
                );
            },
        },
        ...send,
    ],
});

registry.category("web_tour.tours").add("hypercare_report_bengali", {
    steps: () => [
        openDialog,
        ...answer("বিল পোস্ট করা যাচ্ছে না – ভ্যাট হিসাব ভুল"),
        ...openAll,
        ...send,
    ],
});

registry.category("web_tour.tours").add("hypercare_report_long_words", {
    steps: () => [
        openDialog,
        ...answer(`Cannot open ${"Gazipur-Knitwear".repeat(12)}`),
        ...openAll,
        ...send,
    ],
});
