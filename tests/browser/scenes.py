"""What a walk finds when it begins, beyond the small year: an account that has learned nothing yet, a fresh study session."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

from sqlalchemy import func, select

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.permissions import Actor, Grant, Role
from lms.demo.words import words
from lms.people.accounts.demonstration import lay_account
from lms.people.accounts.hashing import hash_password
from lms.people.accounts.models import Account
from lms.people.models import ElectingBody, Ground, Mandate, MandateStatus, Person
from lms.people.operations import mandates
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.operations import drafting, lifecycle, quotas
from lms.study_sessions.sharing.approvals import Approval, record_approval
from lms.study_sessions.states import Basis, Kind


def open_account(username: str, *, unit: str) -> None:
    """Let a deputy of the unit sign in whom the demonstration has given no user name."""
    password_hash = hash_password(words("people")["password"])
    with transaction() as session:
        mandate = session.scalars(
            select(Mandate)
            .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
            .join(Account, Account.person_id == Mandate.person_id)
            .where(ElectingBody.short_name == unit, Account.password_hash.is_(None))
            .limit(1)
        ).one()
        lay_account(
            session,
            person_id=mandate.person_id,
            username=username,
            password_hash=password_hash,
            congress_id=mandate.congress_id,
            now=clock.now(),
        )
    db.session.remove()


def name_of(username: str) -> str:
    """The name of whoever signs in so."""
    found = db.session.scalars(select(Person.name).join(Account).where(Account.username == username)).one()
    db.session.remove()
    return found


def open_study_session(title: str, *, places: int) -> None:
    """A study session in two months for which the units can recommend now, its places shared by plan seats."""
    now, account = clock.now(), db.session.scalars(select(Account).where(Account.username == "organizer")).one()
    congress_id = db.session.scalars(select(ElectingBody.congress_id).where(ElectingBody.short_name == "河北")).one()
    by = Actor.of(account.id, account.person_id, congress_id, (Grant(Role.ORGANIZER),))
    first = clock.today() + timedelta(days=70)
    draft = drafting.Draft(
        kind=Kind.THEMATIC,
        number=8,
        title=title,
        theme="",
        arrival_on=first,
        starts_on=first,
        ends_on=first,
        recommend_until=None,
        venue="北京",
        places=places,
    )
    public_id = drafting.create(draft, actor=by, now=now)
    id_ = db.session.scalars(select(StudySession.id).where(StudySession.public_id == public_id)).one()
    quotas.apply_apportionment(id_, quotas.Terms(basis=Basis.PLAN_SEATS, minimum=1), actor=by, now=now)
    approval = Approval(number="代培〔2026〕9号", approved_on=clock.today())
    record_approval(id_, approval, actor=by, now=now)
    lifecycle.send_out_quotas(id_, actor=by, now=now)
    lifecycle.open_recommending(id_, actor=by, now=now)
    db.session.remove()


def hold_on(day: date, title: str) -> None:
    """Put a study session on one day, which nobody could plan by hand if it is a holiday."""
    study_session = db.session.scalars(select(StudySession).where(StudySession.title == title)).one()
    said = {each.name: getattr(study_session, each.name) for each in fields(drafting.Draft)}
    draft = drafting.Draft(**said | {"arrival_on": day, "starts_on": day, "ends_on": day})
    account = db.session.scalars(select(Account).where(Account.username == "organizer")).one()
    by = Actor.of(account.id, account.person_id, study_session.congress_id, (Grant(Role.ORGANIZER),))
    drafting.edit(study_session.id, draft, actor=by, now=clock.now())
    db.session.remove()


def seats_held(title: str) -> int:
    """How many deputies hold a seat of that study session."""
    found = db.session.scalar(
        select(func.count(Enrolment.id))
        .join(StudySession, StudySession.id == Enrolment.study_session_id)
        .where(StudySession.title == title, Enrolment.holds_seat)
    )
    db.session.remove()
    return found or 0


def let_deputies_leave(unit: str, *, how_many: int) -> None:
    """End the mandates of some of a unit's deputies today, as the office of the roster does."""
    account = db.session.scalars(select(Account).where(Account.username == "business")).one()
    in_unit = select(Mandate.public_id, Mandate.congress_id).join(
        ElectingBody, ElectingBody.id == Mandate.electing_body_id
    )
    wanted = in_unit.where(ElectingBody.short_name == unit, Mandate.status == MandateStatus.IN_OFFICE)
    # From the end of the list: the first of it sign in.
    for public_id, congress_id in db.session.execute(wanted.order_by(Mandate.id.desc()).limit(how_many)).all():
        by = Actor.of(account.id, account.person_id, congress_id, (Grant(Role.BUSINESS_ADMIN),))
        mandates.end(
            public_id,
            Ground.RESIGNED,
            announcement="第八号公告",
            effective_on=clock.today(),
            actor=by,
            now=clock.now(),
        )
    db.session.remove()
