import {registry} from "@web/core/registry";
import {inputFiles} from "@web/../tests/utils";

const CARD = ".o_kanban_record:contains(Bank)";
const UPLOAD = ".modal .o_field_widget[name=attachment_ids] input[type=file]";

/** A picture, as a telephone would make it. */
async function photo() {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 50, 50);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    return new File([blob], "statement.png", {type: "image/png"});
}

registry.category("web_tour.tours").add("hypercare_checklist_phone", {
    steps: () => [
        {
            content: "What I have to do is a card",
            trigger: `${CARD}:contains(Overdue)`,
        },
        {
            trigger: `${CARD} button:contains(Done, with a file)`,
            run: "click",
        },
        {
            content: "It says what to look at",
            trigger: ".modal:contains(Compare with the paper) [name=text] textarea",
            run: "edit It agrees to the cent",
        },
        {
            content: "Without the file it does not count",
            trigger: ".modal button:contains(Done)",
            run: "click",
        },
        {trigger: ".modal .o_field_invalid"},
        {
            trigger: `${UPLOAD}:not(:visible)`,
            async run() {
                await inputFiles(UPLOAD, [await photo()]);
            },
        },
        {trigger: ".modal .o_attachment:contains(statement.png)"},
        {
            trigger: ".modal button:contains(Done)",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
        {
            content: "Nothing is left",
            trigger: ".o_view_nocontent:contains(Nothing to do for you)",
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_checklist_manager", {
    steps: () => [
        {
            content: "The rarer buttons are under “More”",
            trigger: ".o_form_view .o_button_more",
            run: "click",
        },
        {
            trigger: "button[name=action_open_checklists]:contains(0/3)",
            run: "click",
        },
        {
            content: "Lists say how far they are",
            trigger: ".o_group_name:contains(First days · 0 of 3 done)",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Count) button[name=action_done]",
            run: "click",
        },
        {trigger: ".o_data_row:contains(Count):contains(Done)"},
        {
            trigger:
                ".o_breadcrumb a:contains(Go-live), .breadcrumb a:contains(Go-live)",
            run: "click",
        },
        {
            content: "The rarer buttons are under “More”",
            trigger: ".o_form_view .o_button_more",
            run: "click",
        },
        {
            trigger: "button[name=action_open_checklists]:contains(1/3)",
            run: "click",
        },
        {
            trigger: "button[name=action_add_checklists]",
            run: "click",
        },
        {
            content: "Dates and owners are shown before anything is made",
            trigger: ".modal [name=preview]:contains(Everybody has signed in)",
        },
        {
            trigger: ".modal button[name=action_add]",
            run: "click",
        },
        {
            trigger: ".o_group_name:contains(First month-end close · 0 of 13 done)",
        },
    ],
});
