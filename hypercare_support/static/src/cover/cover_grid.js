import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

import {Component, useEffect} from "@odoo/owl";

import {openPeriod, screenBefore, usePeriodData, wantedPeriod} from "./period_screen";

/** Who covers when: a week, tier by tier, and what nobody covers. */
export class CoverGrid extends Component {
    static template = "hypercare_support.CoverGrid";
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.periodId = wantedPeriod(this.props);
        this.week = this.props.state?.week || false;
        this.screen = usePeriodData(() =>
            this.orm.call("hypercare.period", "cover_grid", [
                this.periodId ? [this.periodId] : [],
                this.week,
            ])
        );
        useSetupAction({getLocalState: () => ({week: this.week})});
        useEffect(
            (periodId) => {
                if (periodId) {
                    this.props.updateActionState?.({resId: periodId});
                }
            },
            () => [this.period.id]
        );
    }

    get data() {
        return this.screen.data;
    }

    get before() {
        return screenBefore(this.env);
    }

    get period() {
        return this.data.period || {};
    }

    get holes() {
        return this.data.lines.filter(({level}) => level === "problem");
    }

    get nights() {
        return this.data.lines.filter(({level}) => level === "warning");
    }

    get zoneText() {
        return _t("Times of %s", this.period.tz);
    }

    todayText({label}) {
        return _t("%s · today", label);
    }

    nobodyText(hours) {
        return _t("%s: nobody", hours);
    }

    awayText({name, reason}) {
        return _t("Away: %(name)s, %(reason)s", {name, reason});
    }

    nightText({nights}) {
        return _t("Nobody to call %s", nights.join(", "));
    }

    get laterText() {
        const {count, text} = this.data.later;
        return count === 1
            ? _t("After this week there is one more: %s.", text)
            : _t("After this week there are %(count)s more, the first on %(text)s.", {
                  count,
                  text,
              });
    }

    show(week) {
        this.week = week;
        return this.screen.load();
    }

    onPick(event) {
        this.periodId = Number(event.target.value);
        this.week = false;
        return this.screen.load();
    }

    addShift({tier_id: tierId, begin, end}) {
        this.dialog.add(FormViewDialog, {
            resModel: "hypercare.shift",
            title: _t("Add to the rota"),
            context: {
                default_tier_id: tierId,
                default_period_id: this.period.id,
                default_start_at: begin,
                default_end_at: end,
            },
            onRecordSaved: () => this.screen.load(),
        });
    }

    openMembers({tier_id: tierId, tier}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Working hours of %s", tier),
            res_model: "hypercare.tier.member",
            domain: [["tier_id", "=", tierId]],
            context: {default_tier_id: tierId},
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
        });
    }

    openTiers() {
        return openPeriod(this.action, this.period.id, "tiers");
    }

    openPeriods() {
        return this.action.doAction("hypercare_support.period_action");
    }
}

registry.category("actions").add("hypercare_cover", CoverGrid, {force: true});
