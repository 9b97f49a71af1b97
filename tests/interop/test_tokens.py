"""A token takes two people, is shown once, ends by itself, and its secret is kept nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from lms.audit.models import AuditEvent
from lms.core import clock
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.interop.tokens import bearers, operations, refusals
from lms.interop.tokens.models import ApiToken, Scope, TokenState
from tests.factories import NOW, make_electing_body
from tests.interop.conftest import House, make_house, token_of
from tests.support.accounts import actor_of, make_account

if TYPE_CHECKING:
    import uuid

TODAY = clock.local_date(NOW)


def ask(house: House, **given: Any) -> uuid.UUID:
    return operations.request(house.wish(**given), actor=house.business, now=NOW)


def granted(house: House) -> uuid.UUID:
    public_id = ask(house)
    operations.grant(public_id, actor=house.security, now=NOW)
    return public_id


def state(public_id: uuid.UUID) -> TokenState:
    db.session.rollback()
    return db.session.scalars(select(ApiToken.state).where(ApiToken.public_id == public_id)).one()


def test_a_token_is_good_once_it_was_asked_for_granted_and_taken_out(house: House) -> None:
    secret = house.secret()
    bearer = bearers.recognize(secret, now=NOW)
    assert bearer is not None
    assert (bearer.congress_id, bearer.system, bearer.scopes) == (house.congress_id, "meetings", frozenset(Scope))


def test_of_the_secret_only_its_digest_is_kept_and_it_can_be_found_by_its_beginning(house: House) -> None:
    secret = house.secret()
    assert secret.startswith("lms_")
    assert len(secret) == 47
    row = token_of(secret)
    assert secret not in str(vars(row))


def test_who_asks_does_not_grant_even_as_holder_of_the_other_role(house: House) -> None:
    public_id = ask(house)
    both = actor_of_account(house.business.account_id, house)
    with pytest.raises(refusals.TokenTakesTwo):
        operations.grant(public_id, actor=both, now=NOW)
    assert state(public_id) is TokenState.REQUESTED


def test_who_grants_does_not_take_out_the_secret(house: House) -> None:
    public_id = granted(house)
    with pytest.raises(refusals.TokenTakesTwo):
        operations.take_out(public_id, actor=actor_of_account(house.security.account_id, house), now=NOW)


def test_the_database_itself_wants_two_people(house: House) -> None:
    granted(house)
    for change in (
        {"decided_by": ApiToken.requested_by},
        {"issued_by": ApiToken.decided_by, "secret_digest": b"x" * 32},
    ):
        with pytest.raises(IntegrityError, match=r"(?i)check"), transaction() as session:
            session.execute(update(ApiToken).values(**change))


def test_the_secret_is_taken_out_once(house: House) -> None:
    public_id = granted(house)
    operations.take_out(public_id, actor=house.business, now=NOW)
    with pytest.raises(refusals.TokenNotGranted):
        operations.take_out(public_id, actor=house.business, now=NOW)


def test_no_secret_before_the_grant_nor_after_a_refusal(house: House) -> None:
    public_id = ask(house)
    with pytest.raises(refusals.TokenNotGranted):
        operations.take_out(public_id, actor=house.business, now=NOW)
    operations.decline(public_id, actor=house.security, now=NOW)
    with pytest.raises(refusals.TokenDecided):
        operations.grant(public_id, actor=house.security, now=NOW)


def test_a_revoked_token_is_nobody_at_once(house: House) -> None:
    secret = house.secret()
    bearer = bearers.recognize(secret, now=NOW)
    operations.revoke(token_of(secret).public_id, actor=house.security, now=NOW)
    assert bearers.recognize(secret, now=NOW) is None
    assert bearer is not None
    with pytest.raises(refusals.TokenOver):  # Nor is one whose request was on its way.
        bearers.count_write(bearer, most=9, now=NOW)


def test_a_token_is_good_through_its_last_day_in_shanghai(house: House) -> None:
    secret = house.secret(expires_on=TODAY + timedelta(days=10))
    end = clock.start_of(TODAY + timedelta(days=11))
    assert bearers.recognize(secret, now=end - timedelta(seconds=1)) is not None
    assert bearers.recognize(secret, now=end) is None


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_token_without_an_end_in_sight_is_refused(house: House, days: int) -> None:
    with pytest.raises(refusals.LivesTooLong):
        ask(house, expires_on=TODAY + timedelta(days=days))


def test_a_token_for_nothing_is_refused_and_so_are_cards_without_the_list(house: House) -> None:
    with pytest.raises(refusals.NothingAllowed):
        ask(house, scopes=frozenset())
    with pytest.raises(refusals.CardsNeedDeputies):
        ask(house, scopes={Scope.DEPUTIES_CARDS})


def test_another_congress_knows_of_no_token_of_ours_and_its_units_are_not_for_ours(house: House) -> None:
    other, public_id = make_house(), ask(house)
    for act in (operations.grant, operations.decline, operations.revoke):
        with pytest.raises(NotFound):
            act(public_id, actor=other.security, now=NOW)
    with pytest.raises(NotFound):
        ask(house, body_public_id=make_electing_body(other.term).public_id)


def test_every_step_is_noted(house: House) -> None:
    secret = house.secret()
    operations.revoke(token_of(secret).public_id, actor=house.business, now=NOW)
    operations.decline(ask(house), actor=house.security, now=NOW)
    noted = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    steps = ["requested", "granted", "issued", "revoked", "requested", "declined"]
    assert noted == [f"api_token.{step}" for step in steps]


def test_use_is_noted_at_most_once_a_minute(house: House) -> None:
    secret = house.secret()
    for seconds in (0, 59, 60, 61):
        now = NOW + timedelta(seconds=seconds)
        bearers.note_use(recognized(secret), now=now)
        noted = token_of(secret).last_used_at
        db.session.rollback()
        assert noted == NOW + timedelta(seconds=60 * (seconds >= 60))


def test_a_request_that_changes_something_is_a_use_of_the_token(house: House) -> None:
    secret = house.secret()
    bearers.count_write(recognized(secret), most=9, now=NOW)
    assert token_of(secret).last_used_at == NOW


def test_requests_that_change_something_are_counted_by_the_minute(house: House) -> None:
    bearer = recognized(house.secret())
    for _ in range(2):
        bearers.count_write(bearer, most=2, now=NOW)
    with pytest.raises(refusals.TooManyWrites) as refused:
        bearers.count_write(bearer, most=2, now=NOW + timedelta(seconds=20))
    assert refused.value.retry_after == 41
    bearers.count_write(bearer, most=2, now=NOW + timedelta(seconds=60))
    assert db.session.scalar(select(func.max(ApiToken.writes))) == 1


def recognized(secret: str) -> bearers.Bearer:
    found = bearers.recognize(secret, now=NOW)
    assert found is not None
    return found


def actor_of_account(account_id: int, house: House) -> Any:
    """Somebody who, against the rules, holds both roles."""
    account = make_account()
    account.id = account_id
    db.session.expunge(account)
    return actor_of(account, Role.BUSINESS_ADMIN, Role.SECURITY_ADMIN, congress_id=house.congress_id)
