"""The kinds of entries that a new congress begins with: seed data under the five heads."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from lms.records.kinds.models import EntryKindRule
from lms.records.models import EntryKind, Head, Source

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.people.models import Congress

KINDS = Path(__file__).parent / "data" / "entry_kinds.csv"


def seed_kinds(session: Session, congress: Congress, now: datetime) -> None:
    """Give a congress its first catalogue of kinds, each with its first rule, in the caller's transaction.

    The column `basis` says where we have a kind from: an article of the Deputies Law (2025), or who keeps such a one.
    """
    with KINDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [
        EntryKind(
            congress_id=congress.id,
            code=row["code"],
            head=Head(row["head"]),
            name=row["name"],
            name_en=row["name_en"],
            sources=frozenset(map(Source, row["sources"].split())),
        )
        for row in rows
    ]
    session.add_all(kinds)
    session.flush()
    for kind, row in zip(kinds, rows, strict=True):
        counts = row["counts_as_trained"] == "1"
        session.add(EntryKindRule(kind_id=kind.id, counts_as_trained=counts, recorded_at=now))
