"""The log's own name and keys, and its stored checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import crypto, settings
from lms.records.log import notes
from lms.records.log.models import Checkpoint

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.records.log.notes import Verifier

PURPOSE = "checkpoint"
UNNAMED = "performance-record"


def origin() -> str:
    """The log's name: `LMS_LOG_ORIGIN`, or one made from the installation's first checkpoint key.

    The first key stays on the ring, so the name survives a rotation and a restore.
    """
    given = settings.current().log_origin
    if given:
        return given
    first = next(iter(crypto.ring().keys[PURPOSE].values()))
    return f"{UNNAMED}/{notes.verifier_of(UNNAMED, first).key_hash.hex()}"


def verifiers(name: str | None = None) -> list[Verifier]:
    """Every key that has signed or signs checkpoints, the oldest first: an old checkpoint must verify forever."""
    return [notes.verifier_of(name or origin(), seed) for seed in crypto.ring().keys[PURPOSE].values()]


def sign(session: Session, *, size: int, root: bytes, now: datetime) -> Checkpoint:
    """Sign and keep a checkpoint, in the caller's transaction."""
    note = notes.sign(notes.Tree(origin(), size, root), crypto.ring().current_key(PURPOSE))
    checkpoint = Checkpoint(tree_size=size, root_hash=root, signed_at=now, note=note)
    session.add(checkpoint)
    session.flush()
    return checkpoint


def newest(session: Session) -> Checkpoint | None:
    """The checkpoint that covers most; None while the log is empty."""
    return session.scalars(select(Checkpoint).order_by(Checkpoint.tree_size.desc()).limit(1)).first()


def at_size(session: Session, size: int) -> Checkpoint | None:
    """The checkpoint that was published of this size."""
    return session.get(Checkpoint, size)


def is_signed(checkpoint: Checkpoint) -> bool:
    """Whether the kept note is signed by one of our keys and states what the row says."""
    try:
        tree = open_note(checkpoint.note)
    except notes.BadNote:
        return False
    return (tree.size, tree.root) == (checkpoint.tree_size, checkpoint.root_hash)


def open_note(note: str) -> notes.Tree:
    """What a note states that one of our keys has signed, in whatever name the log had then.

    Raises:
        BadNote: it is no checkpoint, or not ours.
    """
    return notes.opened(note, verifiers(note.partition("\n")[0]))
