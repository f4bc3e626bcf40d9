import csv
import io
import tempfile
import zipfile

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request
from odoo.tools import split_every

from ..models.safe_rows import SIMPLE, line_of, safe_row

#: Records read at once; and bytes kept in memory before a file is used.
BATCH, MEMORY = 1000, 16 * 2**20


class HypercareArchive(http.Controller):
    @http.route(
        "/hypercare/archive.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def archive(self):
        """Return everything that the addon keeps: before it is uninstalled.

        A table for each kind of record, of all companies. Files that were attached are
        not in it.
        """
        env = request.env
        if not env.user.has_group("base.group_system"):
            raise AccessError(
                env._("The whole log is downloaded by an administrator of Odoo.")
            )
        file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115
        # sudo: of all companies, and what only single people are shown.
        write_archive(env(su=True), file)
        file.seek(0)
        return request.make_response(
            file.read(),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition("hypercare.zip")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )


def write_archive(env, file):
    """Write a CSV file for each of our models that has records."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(env.registry.models):
            model = env[name].with_context(active_test=False)
            if (
                name.startswith("hypercare.")
                and model._auto
                and not model._abstract
                and not model._transient
                and (ids := model.search([], order="id").ids)
            ):
                with archive.open(f"{name}.csv", "w") as raw:
                    _write_table(model, ids, raw)


def _write_table(model, ids, raw):
    fields = {
        name: field
        for name, field in model._fields.items()
        if field.store and field.type in (*SIMPLE, "many2one", "json")
    }
    with io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        table = csv.writer(text)
        table.writerow(["id", *(n for n in fields if n != "id")])
        fields.pop("id", None)
        for batch in split_every(BATCH, ids, model.browse):
            for record in batch:
                table.writerow([record.id, *safe_row(line_of(record, fields))])
            model.env.invalidate_all()
