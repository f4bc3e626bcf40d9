import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

import {Component, useEffect, useState} from "@odoo/owl";

import {
    openPeriod,
    pageProps,
    screenBefore,
    usePeriodData,
    wantedPeriod,
} from "./period_screen";

/** What a period lacks before it may start, each with the way to the place. */
export class Readiness extends Component {
    static template = "hypercare_support.Readiness";
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({isBusy: false});
        this.periodId = wantedPeriod(this.props);
        this.screen = usePeriodData(() => this.call("readiness"));
        useEffect(
            (periodId) => {
                if (periodId) {
                    this.props.updateActionState?.({resId: periodId});
                }
            },
            () => [this.periodId]
        );
    }

    get data() {
        return this.screen.data;
    }

    get before() {
        return screenBefore(this.env);
    }

    get headline() {
        const count = this.data.problems.length;
        if (!this.data.may_start && !count) {
            return this.data.period.state_label;
        }
        if (!count) {
            return _t("Everything is there");
        }
        return count === 1
            ? _t("1 thing is missing: hypercare cannot start yet")
            : _t("%s things are missing: hypercare cannot start yet", count);
    }

    get lists() {
        const {problems, accepted, warnings} = this.data;
        return [
            {key: "problem", title: _t("Has to be put right"), rows: problems},
            {
                key: "accepted",
                title: _t("Missing, but somebody has decided to go on"),
                rows: accepted,
            },
            {
                key: "warning",
                title: _t("Does not stop the start, but think about it"),
                rows: warnings,
            },
        ].filter(({rows}) => rows.length);
    }

    call(method) {
        return this.orm.call("hypercare.period", method, [
            this.periodId ? [this.periodId] : [],
        ]);
    }

    async run(work) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await work();
        } finally {
            this.state.isBusy = false;
        }
    }

    checkAgain() {
        return this.run(() => this.screen.load());
    }

    /** To a page of the form, or wherever the action leads. */
    mend({where, page}) {
        if (where.startsWith("action_")) {
            return this.run(async () => {
                const action = await this.call(where);
                await this.action.doAction(action, {
                    onClose: () => this.screen.load(),
                    props: pageProps(page),
                });
            });
        }
        const tab = where.startsWith("page:") ? where.slice("page:".length) : false;
        return openPeriod(this.action, this.periodId, tab);
    }

    /** The next step: from draft to ready, from ready to running. */
    goOn() {
        const method =
            this.data.period.state === "draft" ? "action_ready" : "action_start";
        return this.run(async () => {
            await this.call(method);
            await openPeriod(this.action, this.periodId);
        });
    }
}

registry.category("actions").add("hypercare_readiness", Readiness, {force: true});
