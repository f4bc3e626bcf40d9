"""What the addon adds to the files that every page of the backend needs."""

from __future__ import annotations

import gzip
from typing import NamedTuple

BUNDLE = "web.assets_web"
ADDON = "/hypercare_support/"
#: As most web servers compress on the fly.
LEVEL = 6


class Size(NamedTuple):
    """Bytes of a compiled, minified bundle, gzipped."""

    js: int
    css: int

    @property
    def total(self) -> int:
        return self.js + self.css

    def __sub__(self, other: Size) -> Size:
        return Size(self.js - other.js, self.css - other.css)


def added(env) -> Size:
    """Return what all files of the addon add to a page."""
    return _size(env, lambda _url: True) - _size(env, lambda url: ADDON not in url)


def parts(env) -> dict[str, int]:
    """Return what each folder below ``static/src`` adds, the largest first."""
    whole = _size(env, lambda _url: True).total
    folders = {_folder(url) for url in _urls(env) if ADDON in url}
    sizes = {
        folder: whole - _size(env, lambda url, no=folder: _folder(url) != no).total
        for folder in folders
    }
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def lazy(env, bundle: str) -> Size:
    """Return the size of a bundle that is loaded on first use."""
    return _size(env, lambda _url: True, bundle)


def _folder(url: str) -> str:
    return url.partition(f"{ADDON}static/src/")[2].partition("/")[0]


def _urls(env) -> list[str]:
    files, _external = env["ir.qweb"]._get_asset_content(BUNDLE, {})
    return [file["url"] for file in files]


def _size(env, wanted, bundle: str = BUNDLE) -> Size:
    """Compile a bundle of the files that are wanted; leave no trace of it."""
    from odoo.addons.base.models.assetsbundle import AssetsBundle

    files, _external = env["ir.qweb"]._get_asset_content(bundle, {})
    files = [file for file in files if wanted(file["url"])]
    with env.cr.savepoint() as savepoint:
        made = AssetsBundle(f"bench.{bundle}", files, env=env)
        js = made.js().raw
        css = made.css().raw
        if made.css_errors:
            raise AssertionError(made.css_errors)
        size = Size(*(len(gzip.compress(part, LEVEL, mtime=0)) for part in (js, css)))
        savepoint.rollback()
    env.invalidate_all(flush=False)
    return size
