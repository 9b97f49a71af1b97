"""The deputy's own record, and the record as the office reads it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core.permissions import Permission, current_actor, requires
from lms.records import access, heads, queries
from lms.records.kinds.access import may_read

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.records.models import Head
    from lms.records.queries import EntryLine

bp = Blueprint("records", __name__, template_folder="templates")


@bp.get("/record")
@requires(Permission.VIEW_OWN_RECORD)
def mine() -> ResponseReturnValue:
    """What is entered for me."""
    actor = current_actor()
    lines = queries.entries_of_person(actor.person_id, congress_id=actor.congress_id) if actor.person_id else []
    return render_template("records/mine.html", groups=by_head_and_year(lines), total=len(lines), words=heads)


@bp.get("/deputies/<uuid:public_id>/record")
@requires(Permission.READ_RECORDS)
def of_deputy(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is entered for one deputy, as the office reads it."""
    actor = current_actor()
    mandate = access.mandate_with_record(actor, public_id)
    lines = queries.entries_of_person(mandate.person_id, congress_id=actor.congress_id, readable=may_read(actor))
    return render_template(
        "records/of_deputy.html", mandate=mandate, groups=by_head_and_year(lines), total=len(lines), words=heads
    )


def by_head_and_year(lines: Sequence[EntryLine]) -> list[tuple[Head, list[tuple[int, list[EntryLine]]]]]:
    """Entries under their head in the order of the five, and by year, the newest first; empty heads are left out."""
    order = list(heads.HEAD_WORDS)
    by_head = sorted(lines, key=lambda line: (order.index(line.entry.kind.head), -line.entry.occurred_on.toordinal()))
    return [
        (head, [(year, list(of_year)) for year, of_year in groupby(of_head, lambda line: line.entry.occurred_on.year)])
        for head, of_head in groupby(by_head, lambda line: line.entry.kind.head)
    ]
