"""Every access row, record rule and guard is needed: without it a row is wrong."""

import os
import warnings

import pytest
from freezegun.api import real_perf_counter

from odoo.tests import tagged

from .common import MONDAY, at_time
from .persona import direct
from .persona.mutations import all_mutations
from .persona.personas import PERSONAS
from .test_persona import PersonaCase


@pytest.mark.long
@tagged("post_install", "-at_install")
class TestPersonaMutation(PersonaCase):
    """The calls without HTTP; that both agree is what ``test_persona`` proves."""

    def test_whatever_is_taken_away_is_noticed(self):
        begun, survivors, killed = real_perf_counter(), [], 0
        only = os.environ.get("HYPERCARE_MUTATIONS", "")
        with at_time(MONDAY):
            mutations = [one for one in all_mutations(self.env) if only in one.name]
            for mutation in mutations:
                if self._noticed_by(mutation):
                    killed += 1
                else:
                    survivors.append(mutation.name)
        seconds = real_perf_counter() - begun
        # Said at the end of the run, also when all is well: a log is not shown then.
        warnings.warn(
            f"killed {killed} of {len(mutations)} in {seconds:.0f} s", stacklevel=1
        )
        self.assertGreater(len(mutations), 0)
        self.assertFalse(
            survivors,
            f"killed {killed}/{len(mutations)}; no row notices that these are gone:\n"
            + "\n".join(survivors),
        )

    def _noticed_by(self, mutation):
        """Return what is answered differently without it: a row and a persona."""
        rows = [row for row in self.rows if row.model in mutation.models]
        rows.sort(key=lambda row: not mutation.first(row))
        with mutation.remove():
            found = self._first_difference(rows)
        if found:
            # It is the mutation that was noticed, and nothing else.
            row, persona = found
            self.assertEqual(
                direct.ask(self.world, row, persona), row.cells[persona], row.key
            )
        return found

    def _first_difference(self, rows):
        """Return the first row, with its persona, that is answered differently."""
        for row in rows:
            # Without a log-in nothing is reached: there is no such call without HTTP.
            for persona in PERSONAS[1:]:
                if direct.ask(self.world, row, persona) != row.cells[persona]:
                    return row, persona
        return None
