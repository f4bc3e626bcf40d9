import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

import {Component, markup, onWillUpdateProps, useState} from "@odoo/owl";

const PATIENCE = 300;
const SHORTEST = 4;

/** Open issues and known answers that are like what is being typed. */
export class Similar extends Component {
    static template = "hypercare_support.ReportSimilar";
    static props = {
        text: String,
        period: [Number, Boolean],
        onAnswered: Function,
        onJoin: Function,
        onOpen: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({issues: [], articles: []});
        this.asked = 0;
        this.ask = useDebounced(this.askNow, PATIENCE);
        onWillUpdateProps(({text, period}) => {
            if (text !== this.props.text || period !== this.props.period) {
                this.ask(text.trim(), period);
            }
        });
    }

    workaround(issue) {
        return _t("Way round it: %s", issue.workaround);
    }

    others(issue) {
        return _t("Others who have it: %s", issue.me_too);
    }

    async askNow(text, period) {
        const asked = ++this.asked;
        let found = {issues: [], articles: []};
        if (period && text.length >= SHORTEST) {
            try {
                found = await this.orm.silent.call(
                    "hypercare.issue",
                    "report_similar",
                    [text, period]
                );
            } catch {
                // Only an offer: whoever types is not to be disturbed by its failure.
            }
        }
        // Answers may overtake each other.
        if (asked === this.asked) {
            this.state.issues = found.issues;
            this.state.articles = found.articles.map((article) => ({
                ...article,
                // Sanitized by the server, as every Html field.
                answer: markup(article.answer || ""),
            }));
        }
    }
}
