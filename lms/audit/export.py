"""The audit log as a table to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.clock import SHANGHAI
from lms.core.i18n import gettext as _
from lms.documents.tables import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.audit.models import AuditEvent
    from lms.documents.tables import Row


def table_of(events: Iterable[AuditEvent]) -> Table:
    """Events as rows; instants in Asia/Shanghai, ids as text."""
    return Table(
        name=_("Audit log"),
        title=_("Audit log"),
        columns=(
            Column(key="recorded_at", title=_("Time")),
            Column(key="action", title=_("What was done")),
            Column(key="succeeded", title=_("Carried out"), kind=Kind.FLAG),
            Column(key="account", title=_("Account number")),
            Column(key="acting_for", title=_("Acted for (person's number)")),
            Column(key="subject_kind", title=_("Kind of subject")),
            Column(key="subject", title=_("Subject (UUID)")),
            Column(key="fields", title=_("Fields")),
        ),
        rows=map(_row, events),
    )


def _row(event: AuditEvent) -> Row:
    return {
        "recorded_at": event.recorded_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "action": event.action,
        "succeeded": event.succeeded,
        "account": _text(event.account_id),
        "acting_for": _text(event.acting_for_person_id),
        "subject_kind": event.subject_kind,
        "subject": _text(event.subject_id),
        "fields": ", ".join(event.fields),
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)
