"""The kinds of entries that a new congress begins with: seed data under the five heads."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from lms.records.models import EntryKind, Head

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from lms.people.models import Congress

KINDS = Path(__file__).parent / "data" / "entry_kinds.csv"


def seed_kinds(session: Session, congress: Congress) -> None:
    """Give a congress its first catalogue of kinds, in the caller's transaction."""
    with KINDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            session.add(
                EntryKind(
                    congress_id=congress.id,
                    code=row["code"],
                    head=Head(row["head"]),
                    name=row["name"],
                    name_en=row["name_en"],
                    counts_as_trained=row["counts_as_trained"] == "1",
                )
            )
