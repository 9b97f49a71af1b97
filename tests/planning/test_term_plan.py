"""The term plan: goals in whole people, exemptions by name, versions that are not overwritten."""

from __future__ import annotations

from datetime import date

import pytest

from lms.core.database import db
from lms.people.operations import exempting
from lms.planning.refusals import ChangedByOthers
from lms.planning.term import figures, operations
from lms.planning.term.goals import Goal, GoalFor
from tests.factories import NOW
from tests.planning.cast import TODAY, Cast


def reached(cast: Cast, *goals: Goal) -> list[tuple[int, int, int, int]]:
    found = figures.reached(db.session(), cast.term, goals, today=TODAY)
    return [(each.in_office, each.exempt, each.trained, each.missing) for each in found]


def save(cast: Cast, seen: int, text: str = "轮训") -> None:
    goals = [Goal(GoalFor.EVERYONE, 100, date(2027, 12, 31))]
    operations.save(text, goals, seen=seen, actor=cast.organizer, now=NOW)


@pytest.mark.parametrize(("percent", "due", "needed"), [(100, 3, 3), (50, 3, 2), (1, 1, 1), (80, 5, 4), (33, 100, 33)])
def test_a_share_is_reckoned_in_whole_people(percent: int, due: int, needed: int) -> None:
    assert Goal(GoalFor.EVERYONE, percent).needed(due) == needed


def test_each_goal_counts_those_of_whom_it_speaks(cast: Cast) -> None:
    cast.deputy(is_newly_elected=True, is_grassroots=True)
    cast.deputy(is_newly_elected=True, is_grassroots=False)
    cast.deputy(is_newly_elected=False, is_grassroots=True)
    found = reached(cast, *(Goal(each, 100) for each in GoalFor))
    assert [in_office for in_office, _exempt, _trained, _missing in found] == [3, 2, 1, 2]


def test_who_is_exempt_is_not_due(cast: Cast) -> None:
    mandate = cast.deputy()
    cast.deputy()
    exempting.exempt(mandate.public_id, "境外", is_exempt=True, actor=cast.organizer, now=NOW)
    assert reached(cast, Goal(GoalFor.EVERYONE, 100)) == [(2, 1, 0, 1)]
    assert [each.reason for each in figures.exempted(db.session(), cast.term, today=TODAY)] == ["境外"]


def test_an_exemption_ends_with_a_reason_and_nothing_is_said_twice(cast: Cast) -> None:
    mandate = cast.deputy()
    for is_exempt in (True, False):
        exempting.exempt(mandate.public_id, "境外", is_exempt=is_exempt, actor=cast.organizer, now=NOW)
        with pytest.raises(exempting.NothingDifferent):
            exempting.exempt(mandate.public_id, "境外", is_exempt=is_exempt, actor=cast.organizer, now=NOW)
    assert figures.exempted(db.session(), cast.term, today=TODAY) == []


def test_every_saving_is_a_version_and_none_is_written_over_unseen(cast: Cast) -> None:
    save(cast, 0)
    with pytest.raises(ChangedByOthers):
        save(cast, 0, "另一人")
    save(cast, 1, "看过之后")
    versions = operations.versions(db.session(), cast.term)
    assert [each.text for each in versions] == ["看过之后", "轮训"]
    assert versions[0].aims == [Goal(GoalFor.EVERYONE, 100, date(2027, 12, 31))]
