"""`lms report`: reports from the command line."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import click

from lms.core import clock
from lms.core.database import db
from lms.people.named_congress import named_congress
from lms.reports import operations, queries
from lms.reports.files import Format


class Day(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day or say how it is written."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-06-30", param, ctx)


class Instant(click.ParamType[datetime]):
    """An instant in ISO 8601; without an offset in Beijing time, and a bare day means its end."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the instant or say how it is written."""
        if isinstance(value, datetime):
            return value
        try:
            return _instant(str(value))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no instant; write it as 2026-07-01T10:00 or 2026-07-01T10:00:00+08:00", param, ctx)


def _instant(text: str) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        given = datetime.fromisoformat(text)
        local = given if given.tzinfo else given.replace(tzinfo=clock.SHANGHAI)
    else:
        local = datetime.combine(day, time.min, clock.SHANGHAI) + timedelta(days=1, microseconds=-1)
    return local.astimezone(clock.SHANGHAI)


@click.group("report")
def report() -> None:
    """Figures and lists about a day, as they were known at an instant."""


@report.command("completion")
@click.option("--as-at", type=Day(), required=True, help="The day of the figures, e.g. 2026-06-30; that day included.")
@click.option("--known-at", type=Instant(), help="Count only what was entered by then (ISO 8601); default: now.")
@click.option("--congress", "code", help="The congress's code; needed only if there are several.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A .xlsx, .csv or .pdf file."
)
def completion(as_at: date, known_at: datetime | None, code: str | None, out: Path) -> None:
    """Who was in office, due and trained, by electing unit and by deputy (CSV: by deputy)."""
    try:
        file_format = Format(out.suffix.lower().lstrip("."))
    except ValueError:
        raise click.UsageError(f"--out {out}: the file must end in .xlsx, .csv or .pdf") from None
    now = clock.now()
    congress = named_congress(db.session(), code)
    asked = queries.question(congress_id=congress.id, as_at=as_at, known_at=known_at or now, now=now)
    try:
        count = operations.export_to_file(asked, file_format, out, now=now)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    known = asked.known_at.astimezone(clock.SHANGHAI).isoformat()
    click.echo(f"{out}: {count} deputies in office as at {as_at}, as known at {known}")
