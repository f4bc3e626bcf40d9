import {registry} from "@web/core/registry";
import {listView} from "@web/views/list/list_view";

import {FoldedSearchPanel} from "../issue_search/folded_search_panel";

export const issueListView = {...listView, SearchPanel: FoldedSearchPanel};

registry.category("views").add("hypercare_issue_list", issueListView);
