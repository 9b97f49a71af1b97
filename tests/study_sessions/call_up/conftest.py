import pytest

from tests.study_sessions.call_up.making import Called, make_called


@pytest.fixture
def called(database) -> Called:
    return make_called()
