from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .checklist_item_check import MANAGER


class HypercareChecklistItem(models.Model):
    """What people do with an item: tick, sign, leave out, take back."""

    _inherit = "hypercare.checklist.item"

    can_tick = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")
    can_manage = fields.Boolean(compute="_compute_can")

    @api.depends_context("uid")
    @api.depends(
        *("owner_id", "signer_id", "done_by_id", "done_at", "signed_at", "skipped_at")
    )
    def _compute_can(self):
        manager = self.env.user.has_group(MANAGER)
        for item in self:
            todo = not item.done_at and not item.skipped_at
            item.can_manage = manager
            item.can_tick = todo and item._may_tick()
            item.can_sign = (
                bool(item.done_at and item.sign_off)
                and not (item.signed_at or item.skipped_at)
                and item._may_sign()
            )

    # -- Buttons -----------------------------------------------------------------------

    def action_done(self):
        """Tick these items; ask for the evidence where one is needed.

        :raise AccessError: for somebody who is neither owner nor manager
        :raise UserError: if something else has to be done first
        """
        self.check_access("read")
        # What is measured here needs no words.
        asking = self.filtered(
            lambda item: item.evidence != "none" and item._measure() is None
        )
        if len(self) == 1 and asking:
            self._check_can_be_done()
            return self._decide("done")
        if asking:
            raise UserError(
                self.env._(
                    "“%s” needs a sentence or a file: tick it by itself.",
                    asking[0].name,
                )
            )
        self._tick()
        return True

    def action_add_checklists(self):
        """Add checklists to the period whose items are listed.

        :raise UserError: if the list is of no single period
        """
        period_id = self.env.context.get("default_period_id")
        periods = self.env["hypercare.period"]
        period = periods.browse(period_id if isinstance(period_id, int) else ())
        if not period.exists():
            raise UserError(
                self.env._("Open the checklists from a period, and add there.")
            )
        return period.action_add_checklists()

    def action_skip(self):
        """Ask why an item does not apply here."""
        self.ensure_one()
        self.check_access("read")
        self._check_open()
        self._check_manager()
        return self._decide("skip")

    def action_send_back(self):
        """Ask what is missing of what somebody has done."""
        self.ensure_one()
        self.check_access("read")
        self._check_can_be_signed()
        return self._decide("back")

    def action_sign(self):
        """Confirm, as a second person, that these items are done.

        :raise AccessError: for who did it, or has no say in it
        """
        self.check_access("read")
        items = self._locked()
        items._check_can_be_signed()
        now = fields.Datetime.now()
        items.sudo()._write_facts({"signed_at": now, "signed_by_id": self.env.uid})
        items._log(self.env._("Looked at and signed."))
        return True

    def action_reopen(self):
        """Take back that these items are done, signed or not applicable.

        :raise AccessError: what is signed or left out is taken back by managers
        """
        self.check_access("read")
        items = self._locked()
        for item in items:
            if item.signed_at or item.skipped_at:
                item._check_manager()
            elif not item._may_tick():
                raise AccessError(item._not_yours())
            if item.is_measured and item._measured_now() is True:
                raise UserError(
                    self.env._(
                        "“%(name)s” ticks itself: %(text)s",
                        name=item.name,
                        text=item.measure_text,
                    )
                )
        items._untick(self.env._("Taken back: it has to be done."))
        return True

    def _decide(self, kind):
        """Open the dialog that asks for words and files."""
        titles = {
            "done": self.env._("Done"),
            "skip": self.env._("Not applicable"),
            "back": self.env._("Send back"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[kind],
            "res_model": "hypercare.checklist.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_item_id": self.id, "default_kind": kind},
        }

    # -- Doing -------------------------------------------------------------------------

    def _tick(self, note="", files=()):
        """Note that these items are done by the user.

        :param files: attachment values, checked already
        """
        items = self._locked()
        items._check_can_be_done()
        for item in items:
            item._check_evidence(note, files)
        measured = items.filtered("code")._tick_measured()
        rest = items - measured
        rest._attach(files)
        # sudo: facts are kept by these methods, after the checks above.
        rest.sudo()._write_facts(
            {
                "done_at": fields.Datetime.now(),
                "done_by_id": self.env.uid,
                "note": note or False,
                "skip_reason": False,
            }
        )
        text = self.env._("Done.")
        rest._log(f"{text}\n{note}" if note else text)

    def _skip(self, reason):
        """Note that an item does not apply here, and why."""
        items = self._locked()
        items._check_open()
        items._check_manager()
        # sudo: facts are kept by these methods, after the checks above.
        items.sudo()._write_facts(
            {
                "skipped_at": fields.Datetime.now(),
                "skipped_by_id": self.env.uid,
                "skip_reason": reason,
            }
        )
        items._log(self.env._("Not applicable: %s", reason))

    def _send_back(self, reason):
        """Untick what the second person is not content with."""
        items = self._locked()
        items._check_can_be_signed()
        items._untick(self.env._("Sent back: %s", reason))

    def _untick(self, why):
        """Forget that these items were done or left out; files stay as they are."""
        # sudo: facts are kept by these methods, after the checks of their callers.
        self.sudo()._write_facts(
            {
                **dict.fromkeys(("done_at", "done_by_id", "is_measured"), False),
                **dict.fromkeys(("signed_at", "signed_by_id"), False),
                **dict.fromkeys(("skipped_at", "skipped_by_id", "skip_reason"), False),
            }
        )
        # Dates and owners that moved meanwhile.
        self._follow_plan()
        self._log(why)

    def _attach(self, files):
        """Keep the files with the items; whoever reads an item reads its files."""
        for item in self if files else ():
            # sudo: an owner has no right to write the item, but has to show files.
            files_sudo = item.env["ir.attachment"].sudo()
            made = files_sudo.create(
                [{**file, "res_model": item._name, "res_id": item.id} for file in files]
            )
            commands = [fields.Command.link(file.id) for file in made]
            item.sudo()._write_facts({"attachment_ids": commands})

    def _log(self, text):
        """Write into the history of these items, in the name of the user."""
        # sudo: the history is written whoever presses a button.
        self.sudo()._message_log_batch(bodies=dict.fromkeys(self.ids, text))

    def _locked(self):
        """Return these items as the database has them, kept from others."""
        self.sudo().lock_for_update()
        self.invalidate_recordset()
        return self
