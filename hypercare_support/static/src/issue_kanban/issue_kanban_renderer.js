import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {RPCError} from "@web/core/network/rpc";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";

import {MoveQuestion} from "./move_question";

/** What a status wants to know besides itself: the field, and how it is asked. */
const QUESTIONS = {
    waiting: {
        field: "waiting_for",
        title: (number) => _t("Whom does %s wait for?", number),
    },
    cancelled: {
        field: "cancel_reason",
        title: (number) => _t("Why is %s not worked on any more?", number),
    },
};

const DENIED = "odoo.exceptions.AccessError";
const REFUSALS = [
    DENIED,
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
];

/** Cards go where the table of permitted moves lets them; a refusal says what helps. */
export class IssueKanbanRenderer extends KanbanRenderer {
    async sortRecordDrop(cardId, groupId, {parent}) {
        const {list} = this.props;
        const card = list.records.find(({id}) => id === cardId);
        const target = list.groups?.find(({id}) => id === parent?.dataset.id);
        const changes = target && target.id !== groupId;
        const byState = changes && list.groupByField.name === "state";
        const question = byState && QUESTIONS[target.value];
        if (!card || !question) {
            const drop = arguments;
            return this.moveOrRefuse(card, () => super.sortRecordDrop(...drop));
        }
        parent.classList.remove("o_kanban_hover");
        const answer = await this.ask(card, question);
        if (!answer) {
            return;
        }
        return this.moveOrRefuse(card, async () => {
            this.toggleProcessing(cardId, true);
            try {
                await card.update({[question.field]: answer});
                await list.moveRecord(cardId, groupId, null, target.id);
            } finally {
                this.toggleProcessing(cardId, false);
            }
        });
    }

    /**
     * Let the user choose what a status wants to know.
     *
     * @returns {Promise<string|undefined>} nothing if the card shall stay after all
     */
    ask(card, {field, title}) {
        return new Promise((resolve) => {
            this.dialog.add(
                MoveQuestion,
                {
                    title: title(card.data.number),
                    choices: card.fields[field].selection,
                    choose: resolve,
                },
                {onClose: () => resolve()}
            );
        });
    }

    /** Carry a move out; if it is refused, the card is back and the reason is told. */
    async moveOrRefuse(card, move) {
        try {
            return await move();
        } catch (error) {
            const refused =
                error instanceof RPCError && REFUSALS.includes(error.exceptionName);
            if (!card || !refused) {
                throw error;
            }
            await card.discard();
            this.tellRefusal(card, error);
        }
    }

    tellRefusal(card, error) {
        const {number} = card.data;
        const denied = error.exceptionName === DENIED;
        this.dialog.add(ConfirmationDialog, {
            title: _t("%s stays where it was", number),
            body: denied
                ? _t(
                      "Only the support team of its period moves this issue. Ask one of them, or write in its messages what you need."
                  )
                : error.data.message,
            confirmLabel: _t("Open %s", number),
            confirm: () => this.props.openRecord(card),
            cancelLabel: _t("Close"),
            cancel: () => {},
        });
    }
}
