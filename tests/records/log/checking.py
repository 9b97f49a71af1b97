"""A log of three batches, what was kept of it outside, and what a check of it finds."""

from __future__ import annotations

from sqlalchemy import select

from lms.core.database import db
from lms.records.log.models import Checkpoint, Leaf
from lms.records.log.verifying.running import Parts, verify
from lms.records.models import RecordEntry
from tests.records.log.laying import LATER, lay_log

FIRST, SECOND, THIRD = 5, 305, 309


def lay_three_batches():
    """A log of three batches, so with a node of height 8; the deputy whose entries they are."""
    mandate = lay_log(FIRST, SECOND - FIRST, THIRD - SECOND)
    db.session.rollback()
    return mandate


def published(size):
    """What somebody has kept outside, as name and text."""
    note = db.session.scalars(select(Checkpoint.note).where(Checkpoint.tree_size == size)).one()
    db.session.rollback()
    return (f"kept-{size}.txt", note)


def check(*outside, parts=Parts.ALL):
    return verify(now=LATER, outside=outside, parts=parts)


def named(report):
    """Sort, entry and leaves of each finding."""
    return [(each.fault, each.entry, each.first, each.last) for each in report.kept]


def at_leaf(index):
    """The number and the UUID of the entry with this leaf."""
    found = db.session.execute(
        select(RecordEntry.id, RecordEntry.public_id)
        .join(Leaf, Leaf.entry_id == RecordEntry.id)
        .where(Leaf.leaf_index == index)
    ).one()
    db.session.rollback()
    return found.id, str(found.public_id)
