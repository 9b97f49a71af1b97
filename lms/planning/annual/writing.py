"""Beginning a plan and writing in it. The plan's row is the lock; what somebody else saved is never overwritten unseen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.planning.annual import access
from lms.planning.annual.models import AnnualPlan, PlanDecision, PlanLine, PlanVersion
from lms.planning.annual.refusals import BeingAmended, DatesRefused, NotInForce, NotWritable, OtherYear, YearTaken
from lms.planning.annual.states import WORKING, WRITABLE, Decision, PlanState
from lms.planning.calendar.diary import Wish, open_diary
from lms.planning.days import must_be_in_order
from lms.planning.refusals import ChangedByOthers
from lms.planning.resources import access as bookables
from lms.planning.resources.models import Venue

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.planning.kinds import SessionKind

_COPIED = (
    "key",
    "kind",
    "number",
    "title",
    "theme",
    "month",
    "starts_on",
    "ends_on",
    "places",
    "audience",
    "organized_by",
    "hosted_by",
    "venue_id",
)


@dataclass(frozen=True, kw_only=True)
class LineWords:
    """What is said of a study session that is intended. With days, their month is the line's."""

    kind: SessionKind
    title: str
    places: int
    number: int | None = None
    theme: str = ""
    month: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    audience: str = ""
    organized_by: str = ""
    hosted_by: str = ""
    venue: uuid.UUID | None = None


def begin(year: int, title: str, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Begin the plan of a year with its first version; returns that version's public id. Raises YearTaken."""
    with transaction() as session:
        plan = AnnualPlan(congress_id=actor.congress_id, year=year)
        session.add(plan)
        try:
            session.flush()
        except IntegrityError as error:
            raise YearTaken(year=year) from error
        version = PlanVersion(plan_id=plan.id, number=1, title=title, begun_at=now)
        return _begun(session, version, actor=actor, now=now).public_id


def amend(public_id: uuid.UUID, words: str, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Begin a new version of the plan in force, which stays in force until that one is approved.

    Args:
        words: what is to be changed, and why.

    Returns:
        The new version's public id.

    Raises:
        NotFound, NotInForce, BeingAmended.
    """
    with transaction() as session:
        old = locked(session, public_id, actor=actor)
        if old.state is not PlanState.APPROVED:
            raise NotInForce
        numbers = access.versions_of(session, old.plan)
        if any(each.state in WORKING for each in numbers):
            raise BeingAmended
        new = PlanVersion(
            plan_id=old.plan_id, number=numbers[0].number + 1, title=old.title, lead=old.lead, begun_at=now
        )
        session.add(new)
        session.flush()
        for line in old.lines:
            session.add(PlanLine(version_id=new.id, **{name: getattr(line, name) for name in _COPIED}))
        return _begun(session, new, words, actor=actor, now=now).public_id


def say(public_id: uuid.UUID, title: str, lead: str, *, seen: int, actor: Actor, now: datetime) -> None:
    """Write a version's title and text.

    Args:
        seen: the `edits` of the version that the person had before the eyes.

    Raises:
        NotFound, NotWritable.
        ChangedByOthers: somebody saved it since; nothing is changed.
    """
    with transaction() as session:
        version = writable(session, public_id, actor=actor)
        if version.edits != seen:
            raise ChangedByOthers
        version.title, version.lead, version.edits = title, lead, version.edits + 1
        _record(session, version, "written", actor=actor, now=now)


def add_line(public_id: uuid.UUID, words: LineWords, *, actor: Actor, now: datetime) -> None:
    """Put a study session into a version. Raises NotFound, NotWritable, and of the days as `change_line`."""
    with transaction() as session:
        version = writable(session, public_id, actor=actor)
        session.add(PlanLine(version_id=version.id, **_checked(session, version, words, actor=actor)))
        _record(session, version, "line_added", actor=actor, now=now)


def change_line(
    public_id: uuid.UUID, line_id: uuid.UUID, words: LineWords, *, seen: int, actor: Actor, now: datetime
) -> None:
    """Say something else of a line.

    Raises:
        NotFound: no such version, line or venue.
        NotWritable: the version is not written in any more.
        ChangedByOthers: somebody saved the line since `seen`; nothing is changed.
        DaysOutOfOrder, TooLong, OtherYear, DatesRefused: of its days.
    """
    with transaction() as session:
        version = writable(session, public_id, actor=actor)
        line = access.line(session, version, line_id)
        if line.edits != seen:
            raise ChangedByOthers
        for name, value in _checked(session, version, words, actor=actor).items():
            setattr(line, name, value)
        line.edits += 1
        _record(session, version, "line_changed", actor=actor, now=now)


def remove_line(public_id: uuid.UUID, line_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Take a line out of a version; earlier versions keep it. Raises NotFound, NotWritable."""
    with transaction() as session:
        version = writable(session, public_id, actor=actor)
        session.delete(access.line(session, version, line_id))
        _record(session, version, "line_removed", actor=actor, now=now)


def locked(session: Session, public_id: uuid.UUID, *, actor: Actor) -> PlanVersion:
    """A version, read under the lock of its plan. Raises NotFound."""
    found = access.version(session, public_id, actor=actor)
    lock_row(session, AnnualPlan, found.plan_id)
    session.refresh(found)
    return found


def writable(session: Session, public_id: uuid.UUID, *, actor: Actor) -> PlanVersion:
    """A version in which organizers write now, under the lock. Raises NotFound, NotWritable."""
    found = locked(session, public_id, actor=actor)
    if found.state not in WRITABLE:
        raise NotWritable
    return found


def wish_of(line: PlanLine) -> Wish | None:
    """A line with days as a question to the diary; None without days."""
    if line.starts_on is None or line.ends_on is None:
        return None
    return Wish(first_on=line.starts_on, last_on=line.ends_on, venue=line.venue, people=line.places)


def _checked(session: Session, version: PlanVersion, words: LineWords, *, actor: Actor) -> dict[str, Any]:
    """The columns of a line whose days the table of clashes does not refuse."""
    columns = asdict(words)
    public_id = columns.pop("venue")
    venue = bookables.one(session, Venue, public_id, actor=actor) if public_id else None
    columns["venue_id"] = venue.id if venue else None
    if words.starts_on is not None:
        columns["ends_on"] = words.ends_on or words.starts_on
        columns["month"] = words.starts_on.month
        _must_suit(session, version, words.starts_on, columns["ends_on"], venue=venue, people=words.places)
    return columns


def _must_suit(
    session: Session, version: PlanVersion, first_on: date, last_on: date, *, venue: Venue | None, people: int
) -> None:
    must_be_in_order(first_on, last_on)
    if first_on.year != version.plan.year:
        raise OtherYear(year=version.plan.year)
    wish = Wish(first_on=first_on, last_on=last_on, venue=venue, people=people)
    found = open_diary(session, version.plan.congress_id, wish).clashes(first_on, last_on)
    refused = [each.message for each in found if each.is_refused]
    if refused:
        raise DatesRefused(clashes=" ".join(refused))


def _begun(session: Session, version: PlanVersion, words: str = "", *, actor: Actor, now: datetime) -> PlanVersion:
    session.add(version)
    session.flush()
    session.add(
        PlanDecision(
            version_id=version.id,
            decision=Decision.BEGUN,
            decided_on=local_date(now),
            words=words,
            account_id=actor.account_id,
            recorded_at=now,
        )
    )
    _record(session, version, "begun", actor=actor, now=now)
    return version


def _record(session: Session, version: PlanVersion, verb: str, *, actor: Actor, now: datetime) -> None:
    subject = ("plan_version", version.public_id)
    audit.record(session, actor=actor, action=f"annual_plan.{verb}", subject=subject, now=now)
