import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";

/** The usual form; its name makes the client load what only this form needs. */
registry.category("views").add("hypercare_issue_form", {...formView});
