"""An apportionment on paper and as a workbook: what was shared by whom, when and how, and every number of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lms.core.i18n import format_day, format_moment
from lms.core.i18n import gettext as _
from lms.documents.printing import printable_table, render_pdf
from lms.documents.workbooks import write_workbook
from lms.study_sessions.labels import BASIS, METHOD
from lms.study_sessions.sharing import sheet, worksheet_json

if TYPE_CHECKING:
    from datetime import datetime

    from lms.study_sessions.models import StudySession
    from lms.study_sessions.sharing.models import ApportionmentRun
    from lms.study_sessions.sharing.sheet import Bodies
    from lms.study_sessions.sharing.worksheet import Worksheet

TEMPLATE = Path(__file__).parent.parent / "typst" / "worksheet.typ"


def worksheet_pdf(
    study_session: StudySession, run: ApportionmentRun, bodies: Bodies, *, applied_by: str, now: datetime
) -> bytes:
    """The worksheet on the page of an official document (GB/T 9704-2012)."""
    worksheet = worksheet_json.from_json(run.worksheet)
    data = {
        "title": title(study_session),
        "facts": facts(run, worksheet, applied_by),
        "table": printable_table(sheet.table(worksheet, bodies, numbered=True)),
        "rules_title": _("How it was computed"),
        "rules": sheet.rules(worksheet, bodies),
        "notes": [_("Computed exactly, in fractions; rounded to four decimals only in print."), later_moves()],
    }
    return render_pdf(TEMPLATE, data, made_at=now)


def worksheet_workbook(
    study_session: StudySession, run: ApportionmentRun, bodies: Bodies, *, applied_by: str, now: datetime
) -> bytes:
    """The worksheet as an .xlsx file."""
    worksheet = worksheet_json.from_json(run.worksheet)
    said = [_("%(term)s: %(value)s", term=term, value=value) for term, value in facts(run, worksheet, applied_by)]
    notes = (*said, *sheet.rules(worksheet, bodies), later_moves())
    printed = sheet.table(worksheet, bodies, title=title(study_session), notes=notes, numbered=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "worksheet.xlsx"
        write_workbook(path, [printed], created=now)
        return path.read_bytes()


def title(study_session: StudySession) -> str:
    """What it is the worksheet of."""
    return _("Apportionment of places: %(title)s", title=study_session.title)


def facts(run: ApportionmentRun, worksheet: Worksheet, applied_by: str) -> list[tuple[str, str]]:
    """Basis, day, method, minimum, reserve, the rule for equals, who applied it and when."""
    basis = _(BASIS[run.basis])
    held = [(_("Held for grassroots deputies"), str(worksheet.held))] if worksheet.grassroots else []
    return [
        (_("Share by"), _("%(basis)s (%(day)s)", basis=basis, day=format_day(run.as_at)) if run.as_at else basis),
        (_("Method"), _(METHOD[worksheet.method])),
        (_("Places"), str(worksheet.places)),
        (_("At least, for each unit"), str(worksheet.minimum)),
        (_("Kept in the common pool"), str(worksheet.reserve)),
        *held,
        (_("If equal"), _("the larger basis, then the official order")),
        (_("Applied by"), _("%(name)s, %(moment)s", name=applied_by, moment=format_moment(run.applied_at))),
    ]


def later_moves() -> str:
    """What the worksheet does not show."""
    return _("Places moved by hand afterwards are not in this worksheet.")
