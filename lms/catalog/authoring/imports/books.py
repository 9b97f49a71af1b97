"""The workbooks that an editor downloads: the template, the rows to mend, and the report of what stayed behind."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from lms.catalog.authoring.imports.labels import FILE_KIND, OUTCOME, PLACE
from lms.catalog.authoring.imports.plan import Outcome
from lms.catalog.questions.imports.workbook import LAYOUT, Field
from lms.catalog.questions.labels import KIND
from lms.core.i18n import format_moment
from lms.core.i18n import gettext as _
from lms.documents.intake.book import Fault, write_book
from lms.documents.tables import Column, Kind, Table
from lms.documents.workbooks import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lms.catalog.authoring.content import Content
    from lms.catalog.authoring.imports.models import QuestionImport
    from lms.catalog.authoring.imports.plan import Plan
    from lms.documents.intake.reading import Cell


def template(content: Content, *, now: datetime) -> bytes:
    """The empty workbook with its lists and notes; the lessons to choose from are the draft's."""
    return _book(content, now=now)


def rows_to_mend(plan: Plan, content: Content, *, now: datetime) -> bytes:
    """The rows of a workbook that cannot be carried over, each as it came with every reason."""
    refused = plan.of(Outcome.REFUSED)
    rows = [cast("Mapping[Field, Cell]", line.found.get("cells", {})) for line in refused]
    return _book(content, rows, [Fault(line.found["line"], line.messages) for line in refused], now=now)


def report(handed_in: QuestionImport, plan: Plan, *, title: str, now: datetime) -> bytes:
    """What of a file could not be carried over, whole or in part, and why."""
    table = Table(
        name=_("Not carried over"),
        title=_("What was not carried over: %(title)s", title=title),
        columns=(
            Column(key="line", title=_(PLACE[handed_in.file_kind]), kind=Kind.NUMBER, width=4),
            Column(key="words", title=_("Question"), width=26, wraps=True),
            Column(key="outcome", title=_("Result"), width=9, wraps=True),
            Column(key="reasons", title=_("What stayed behind, and why"), width=34, wraps=True),
        ),
        rows=[
            {
                "line": line.found["line"],
                "words": line.found["words"] or None,
                "outcome": _(OUTCOME[line.outcome]),
                "reasons": "\n".join(line.messages),
            }
            for line in plan.reported
        ],
        notes=(f"{handed_in.file_name} · {_(FILE_KIND[handed_in.file_kind])}",),
        made_at=format_moment(now),
        frozen=1,
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_workbook(path, [table], created=now)
        return path.read_bytes()


def _book(
    content: Content,
    rows: Iterable[Mapping[Field, Cell]] = (),
    faults: Sequence[Fault] | None = None,
    *,
    now: datetime,
) -> bytes:
    lists = {
        Field.KIND: [_(name) for name in KIND.values()],
        Field.LESSON: [lesson["title"] for lesson in content["lessons"]],
    }
    target = BytesIO()
    write_book(target, LAYOUT, lists, created=now, rows=rows, faults=faults)
    return target.getvalue()
