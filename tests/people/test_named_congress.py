import pytest

from lms.core.database import db
from lms.people.named_congress import NoCongressYet, WhichCongress, named_congress
from tests.factories import make_congress


def test_the_only_congress_need_not_be_named(database):
    only = make_congress()

    assert named_congress(db.session(), None).id == only.id
    assert named_congress(db.session(), only.code).id == only.id


@pytest.mark.parametrize("code", [None, "nowhere"])
def test_of_several_one_must_be_named_and_the_refusal_says_which_there_are(database, code):
    codes = sorted(make_congress().code for _ in range(2))

    with pytest.raises(WhichCongress) as refused:
        named_congress(db.session(), code)
    assert refused.value.params["codes"] == ", ".join(codes)


def test_before_the_first_is_founded_the_refusal_says_how(database):
    with pytest.raises(NoCongressYet):
        named_congress(db.session(), None)
