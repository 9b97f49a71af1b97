"""Taking the audit log out of the house is an act of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.audit import queries
from lms.audit.recording import record
from lms.core.database import transaction
from lms.core.errors import InvalidInput
from lms.core.i18n import N_

if TYPE_CHECKING:
    from datetime import datetime

    from lms.audit.queries import AuditFilter
    from lms.core.permissions import Actor

MOST_ROWS = 100_000


class TooMuchToExport(InvalidInput):
    template = N_("There are %(count)d entries; at most %(most)d go into one file. Please choose fewer days.")


def note_export(wanted: AuditFilter, *, actor: Actor, now: datetime) -> int:
    """Note that the actor takes these events out, by the names of the filters; returns how many they are.

    Raises:
        TooMuchToExport: they are more than a file should hold.
    """
    found = queries.count(wanted, actor=actor)
    if found > MOST_ROWS:
        raise TooMuchToExport(count=found, most=MOST_ROWS)
    used = [name for name, value in vars(wanted).items() if value]
    with transaction() as session:
        record(session, actor=actor, action="audit.exported", subject=("audit_event", None), now=now, fields=used)
    return found
