import {browser} from "@web/core/browser/browser";
import {SearchPanel} from "@web/search/search_panel/search_panel";

/** Folded away until somebody wants it: the issues need the place. */
export class FoldedSearchPanel extends SearchPanel {
    setup() {
        super.setup();
        const preference = browser.localStorage.getItem(this.keyExpandSidebar);
        if (!this.hasImportedState && preference === null) {
            this.state.sidebarExpanded = false;
        }
    }
}
