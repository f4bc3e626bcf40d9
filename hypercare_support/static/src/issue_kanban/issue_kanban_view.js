import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";

import {FoldedSearchPanel} from "../issue_search/folded_search_panel";
import {IssueKanbanRenderer} from "./issue_kanban_renderer";

export const issueKanbanView = {
    ...kanbanView,
    Renderer: IssueKanbanRenderer,
    SearchPanel: FoldedSearchPanel,
};

registry.category("views").add("hypercare_issue_kanban", issueKanbanView);
