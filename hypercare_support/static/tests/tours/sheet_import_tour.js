import {registry} from "@web/core/registry";
import {inputFiles} from "@web/../tests/utils";

const LIST = [
    "No,Day/Date,Severity,Issue,Reported by,Colour",
    "1,Day 2 09:15,S1,Bills cannot be posted,Boss,red",
    "2,Day 3 10:00,Urgentish,Labels are blank,Colleague,blue",
    "3,Day 3 11:00,S3,Receipts print twice,Colleague,green",
].join("\n");

registry.category("web_tour.tours").add("hypercare_sheet_import", {
    steps: () => [
        {
            content: "A template can be downloaded",
            trigger: "a[href='/hypercare/issue-list.xlsx']",
        },
        {
            content: "Choose a file",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            async run() {
                const file = new File([LIST], "log.csv", {type: "text/csv"});
                await inputFiles(".o_field_widget[name=file] input[type=file]", [file]);
            },
        },
        {
            trigger: ".o_field_widget[name=file] .o_clear_file_button",
        },
        {
            trigger: "button[name=action_read]",
            run: "click",
        },
        {
            content: "Two rows are wrong, and nothing can be imported",
            trigger: ".alert-warning:contains(Rows with something to mend: 2.)",
        },
        {
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains(“Urgentish” is not a severity)",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_import]))",
        },
        {
            content: "Who is Boss?",
            trigger: ".o_notebook .nav-link:contains(People)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_data_row:contains(Boss) td[name=user_id]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_field_widget[name=user_id] input",
            run: "edit Sponsor",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Sponsor)",
            run: "click",
        },
        {
            content: "The colour is what the team calls a module",
            trigger: ".o_notebook .nav-link:contains(Columns)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=column_ids] .o_data_row:contains(Colour) td[name=field_name]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=column_ids] .o_field_widget[name=field_name] .o_select_menu_toggler, .o_field_widget[name=column_ids] .o_field_widget[name=field_name] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Module)",
            run: "click",
        },
        {
            trigger: "button[name=action_check]",
            run: "click",
        },
        {
            trigger: ".alert-warning:contains(Rows with something to mend: 1.)",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Rows)",
            run: "click",
        },
        {
            content: "The other row is left out",
            trigger: "button[name=action_leave_out]",
            run: "click",
        },
        {
            trigger: ".alert-success:contains(Issues to be created: 2)",
        },
        {
            trigger: "button[name=action_import]",
            run: "click",
        },
        {
            content: "The issues are in the log",
            trigger: ".o_list_view .o_data_row:contains(Bills cannot be posted)",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Receipts print twice)",
        },
    ],
});
