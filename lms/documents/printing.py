"""PDF by typst: a template, data, bytes. The page of official documents is `typst/gbt9704.typ`."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import typst

from lms.core.i18n import gettext as _
from lms.core.settings import ROOT
from lms.documents import fonts
from lms.documents.safe_text import printable
from lms.documents.tables import display, head, lines, made_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from lms.documents.tables import Table

MEDIA_TYPE = "application/pdf"
PACKAGE = ROOT / "lms"  # Templates of any room import "/documents/typst/…" from here.
LIST = PACKAGE / "documents" / "typst" / "list.typ"

_thread = threading.local()


def render_pdf(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Print a typst template of a room; the template finds `data` in `typst/fonts.typ`.

    Data reach the template as JSON: a text is only ever text there, never markup. The same input gives the same bytes.

    Args:
        template: a `.typ` file inside the package.
        data: what JSON can carry.
        made_at: the instant that the file's properties give.

    Raises:
        FontsMissing: there is no font to print Chinese with.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False), "families": json.dumps(fonts.families())}
    pdf = _compiler().compile(input=template, format="pdf", sys_inputs=inputs, timestamp=int(made_at.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF")
    return pdf


def _compiler() -> typst.Compiler:
    """This thread's compiler: one must not be shared, and making one anew would read the fonts again."""
    found = fonts.found()
    if getattr(_thread, "fonts", None) is not found:
        _thread.fonts = found
        _thread.compiler = typst.Compiler(root=PACKAGE, font_paths=found, ignore_system_fonts=True)
    compiler: typst.Compiler = _thread.compiler
    return compiler


def print_list(table: Table, *, made_at: datetime) -> bytes:
    """Print one table as a list on A4 landscape pages, its head on each of them."""
    data = {"table": printable_table(table), "page": _("Page {page} of {pages}")}
    return render_pdf(LIST, data, made_at=made_at)


def printable_table(table: Table) -> dict[str, Any]:
    """A table as data for `typst/tables.typ`: every cell in words already."""
    kinds = [column.kind for column in table.columns]
    return {
        "title": table.title,
        "notes": list(table.notes),
        "made": made_line(table),
        "signatures": list(table.signatures),
        "head_rows": table.head_rows,
        "columns": [{"kind": column.kind.value, "width": column.width} for column in table.columns],
        "head": [
            {"row": cell.row, "column": cell.column, "rows": cell.rows, "columns": cell.columns, "text": cell.text}
            for cell in head(table.columns)
        ],
        "lines": [
            {
                "role": line.role.value,
                "cells": [printable(display(cell, kind)) for cell, kind in zip(line.cells, kinds, strict=True)],
            }
            for line in lines(table)
        ],
    }
