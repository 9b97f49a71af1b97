"""Taking the outline in: a new version when it says something else, nothing when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.catalog.operations import Change, Outcome, SyncClash
from lms.catalog.outline.models import Amendment, OutlineNode, OutlineVersion
from lms.catalog.outline.reading import FILE
from lms.core.database import db, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.catalog.outline.reading import OutlineSource
    from lms.core.permissions import Actor

NODE_FIELDS = ("parent_key", "name", "name_en", "competency")


def compare_outline(source: OutlineSource, *, congress_id: int) -> Change:
    """What taking the outline in would change, without doing it."""
    return _change(db.session(), source, _present(db.session(), congress_id))


def take_outline(source: OutlineSource, *, congress_id: int, actor: Actor | None, now: datetime) -> Change:
    """Make this a congress's outline. Older versions stay as they were.

    Raises:
        SyncClash: somebody else took one in at the same moment.
    """
    try:
        with transaction() as session:
            present = _present(session, congress_id)
            change = _change(session, source, present)
            if change.writes:
                version = present.version + 1 if present else 1
                taken = _write(session, source, congress_id, version, now)
                _note(session, taken, change, actor, now)
            return change
    except IntegrityError as error:
        raise SyncClash from error


def _present(session: Session, congress_id: int) -> OutlineVersion | None:
    statement = select(OutlineVersion).where(OutlineVersion.congress_id == congress_id)
    return session.scalar(statement.order_by(OutlineVersion.version.desc()).limit(1))


def _write(session: Session, source: OutlineSource, congress_id: int, version: int, now: datetime) -> OutlineVersion:
    taken = OutlineVersion(
        congress_id=congress_id, version=version, digest=source.digest, title=source.title, recorded_at=now
    )
    session.add(taken)
    session.flush()
    session.add_all(
        OutlineNode(
            version_id=taken.id,
            key=node.key,
            parent_key=node.parent,
            position=position,
            name=node.name,
            name_en=node.name_en,
            competency=node.competency,
        )
        for position, node in enumerate(source.nodes, start=1)
    )
    session.add_all(
        Amendment(version_id=taken.id, law=each.law, amended_on=each.amended_on, amended_by=each.amended_by)
        for each in source.amendments
    )
    return taken


def _note(session: Session, taken: OutlineVersion, change: Change, actor: Actor | None, now: datetime) -> None:
    subject = ("outline", taken.public_id)
    action = f"outline.{change.outcome}"
    audit.record(session, actor=actor, action=action, subject=subject, now=now, fields=change.fields)


def _change(session: Session, source: OutlineSource, present: OutlineVersion | None) -> Change:
    if present is None:
        return Change(FILE, Outcome.ADDED)
    if present.digest == source.digest:
        return Change(FILE, Outcome.UNCHANGED)
    return Change(FILE, Outcome.CHANGED, tuple(_differences(session, source, present)))


def _differences(session: Session, source: OutlineSource, present: OutlineVersion) -> Iterable[str]:
    if source.title != present.title:
        yield "title"
    rows = session.scalars(select(OutlineNode).where(OutlineNode.version_id == present.id))
    known = {row.key: row for row in rows}
    for position, node in enumerate(source.nodes, start=1):
        row = known.pop(node.key, None)
        if row is None:
            yield f"node {node.key}: added"
            continue
        told = {"parent_key": node.parent, "name": node.name, "name_en": node.name_en, "competency": node.competency}
        yield from (f"node {node.key}: {name}" for name in NODE_FIELDS if told[name] != getattr(row, name))
        if position != row.position:
            yield f"node {node.key}: position"
    yield from (f"node {key}: dropped" for key in known)
    laws = session.execute(
        select(Amendment.law, Amendment.amended_on, Amendment.amended_by).where(Amendment.version_id == present.id)
    )
    if {tuple(law) for law in laws} != {(each.law, each.amended_on, each.amended_by) for each in source.amendments}:
        yield "amendments"
