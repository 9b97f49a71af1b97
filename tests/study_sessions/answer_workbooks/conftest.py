import pytest

from tests.study_sessions.call_up.making import Called, make_called


@pytest.fixture
def called(database) -> Called:
    """Six deputies of three units, called up."""
    made = make_called()
    made.do()
    return made
