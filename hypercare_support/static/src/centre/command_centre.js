import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

import {Component, useEffect, useRef, useSubEnv} from "@odoo/owl";

import {useFeed} from "./feed";
import {useWall} from "./wall";

/**
 * Parts of the screen: key of a section of `command_centre()` → `Component` with the
 * props `data` and `period`, `size` (columns of four), and `isPrivate` if it is kept
 * from the wall. A part is shown only when the server gives its section.
 */
export const sections = registry.category("hypercare_centre_sections");

/** How a period stands, on one screen. */
export class CommandCentre extends Component {
    static template = "hypercare_support.CommandCentre";
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.root = useRef("root");
        this.feed = useFeed(() => this.wanted);
        this.wall = useWall(this.root);
        useSubEnv({openIssues: (cell, name) => this.openIssues(cell, name)});
        useEffect(
            (periodId) => {
                if (periodId) {
                    this.props.updateActionState?.({resId: periodId});
                }
            },
            () => [this.period.id]
        );
    }

    /** The period in the address, or the one whose form was left. */
    get wanted() {
        return this.props.resId || this.props.action.context?.active_id || false;
    }

    get period() {
        return this.feed.data.period || {};
    }

    get parts() {
        const {sections: found} = this.feed.data;
        return sections
            .getEntries()
            .filter(
                ([key, {isPrivate}]) => found[key] && !(isPrivate && this.wall.isOn)
            )
            .map(([key, part]) => ({key, size: 1, ...part}));
    }

    /** “Day 9 of 14 · week 2 · Stabilise · critical only” */
    get where() {
        const {day, length, week, phase, mode, state, state_label: label} = this.period;
        let text = _t("Day %(day)s of %(length)s", {day, length});
        if (day < 1) {
            text =
                day === 0
                    ? _t("Go-live is tomorrow")
                    : _t("%s days to go-live", 1 - day);
        } else if (day > length) {
            text = _t("Day %(day)s, planned end was day %(length)s", {day, length});
        }
        const parts = [text, day >= 1 && _t("week %s", week), phase, mode];
        if (state !== "running") {
            parts.push(label);
        }
        return parts.filter(Boolean).join(" · ");
    }

    get asOf() {
        const at = deserializeDateTime(this.feed.data.at);
        const time = at.toLocaleString({hour: "numeric", minute: "2-digit"});
        if (!this.feed.isLost) {
            return _t("As of %s", time);
        }
        return _t("As of %s: the connection is lost, trying again", time);
    }

    /** Open exactly the issues that a number counts. */
    openIssues({domain}, name) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "hypercare.issue",
            domain,
            context: {default_period_id: this.period.id},
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
        });
    }

    onPick(event) {
        return this.feed.show(Number(event.target.value));
    }

    openPeriods() {
        return this.action.doAction("hypercare_support.period_action");
    }

    openMine() {
        return this.action.doAction("hypercare_support.issue_action_mine");
    }
}

registry
    .category("actions")
    .add("hypercare_command_centre", CommandCentre, {force: true});
