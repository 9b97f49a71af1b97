"""What is asked of a unit is read in few statements, however many deputies, units, tasks and reports there are."""

from __future__ import annotations

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Term
from tests.factories import NOW, make_electing_body
from tests.learning.required.cast import TODAY
from tests.support.accounts import make_account, make_grant, sign_in
from tests.support.statements import statements_of

ADDRESSES = [
    ("/required-study", 10),
    ("/required-study/{task}", 10),
    ("/study-tasks", 10),
    ("/study-tasks/new", 10),
    ("/study-tasks/{task}", 10),
    ("/study-tasks/{task}/units/{unit}", 10),
]


def grow(units, task, number):
    """More of everything: deputies, viewings and classes that the unit names, units, tasks."""
    for _ in range(number):
        deputy = units.deputy()
        named = [units.hold_class(deputy), units.attend_session(deputy), units.view_together(deputy)]
        units.hand_in(task, *named)
        make_electing_body(db.session.get_one(Term, units.term_id))
        units.give()
        units.ask()


@pytest.mark.parametrize(("address", "most"), ADDRESSES)
def test_a_page_takes_few_statements_and_no_more_for_ten_times_as_much(units, client, address, most):
    account = make_account()
    make_grant(account, Role.ORGANIZER, units.congress_id)
    task = units.give(courses=(units.course.public_id,))
    counted = []
    with clock.frozen_at(NOW):
        for number in (2, 6):
            grow(units, task, number)
            sign_in(client, account, congress_id=units.congress_id)
            url = address.format(task=task, unit=units.first.public_id)
            counted.append(statements_of(client, f"{url}?as_at={TODAY}"))
    assert counted[0] == counted[1] <= most
