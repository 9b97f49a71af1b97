"""The catalogues: which msgids a room uses, and which of them its Chinese catalogue lacks. For developers and tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from lms.core.i18n import CHINESE, ROOMS

if TYPE_CHECKING:
    from pathlib import Path

KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
HEADER_DATE = datetime(2026, 1, 1, tzinfo=UTC)
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**/templates/**.html": {"trimmed": "false", "silent": "false"}}


def rooms() -> list[str]:
    """The rooms that can have words: packages directly under `lms/`."""
    return sorted(folder.name for folder in ROOMS.iterdir() if (folder / "__init__.py").exists())


def catalogue_file(room: str) -> Path:
    """Where a room keeps its Chinese words."""
    return ROOMS / room / "translations" / f"{CHINESE}.po"


def extracted(room: str) -> Catalog:
    """The msgids in a room's code and templates, with where they stand."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(ROOMS / room, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)
    for filename, line, message, _comments, context in found:
        catalog.add(message, locations=[(filename, line)], context=context)
    return catalog


def stored(room: str) -> Catalog:
    """A room's Chinese catalogue; empty if it has none."""
    path = catalogue_file(room)
    if not path.exists():
        return empty_catalogue()
    with path.open("rb") as file:
        return read_po(file, locale=CHINESE)


def empty_catalogue() -> Catalog:
    """A catalogue with a header that does not change from one extraction to the next."""
    return Catalog(
        locale=CHINESE,
        project="lms",
        version="1",
        header_comment="# Simplified Chinese words of one room.",
        creation_date=HEADER_DATE,
        revision_date=HEADER_DATE,
        last_translator="the maintainers",
        language_team="zh",
        msgid_bugs_address="the maintainers",
        charset="utf-8",
        fuzzy=False,
    )


def update(room: str) -> list[str]:
    """Bring a room's catalogue up to date on disk; returns the msgids that have no translation yet."""
    wanted, kept = extracted(room), stored(room)
    if not list(wanted):
        return []
    fresh = empty_catalogue()
    for message in wanted:
        if not message.id:
            continue
        known = kept.get(message.id)
        files = sorted({filename for filename, _line in message.locations})
        fresh.add(message.id, known.string if known else None, locations=[(name, 1) for name in files])
    path = catalogue_file(room)
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, sort_output=True, omit_header=False, include_lineno=False)
    return untranslated(fresh)


def untranslated(catalog: Catalog) -> list[str]:
    """The msgids without a (whole) translation."""
    lacking = []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (not texts or not all(texts) or message.fuzzy):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking
