"""After a race, whatever engine it ran on, the thread's session is bound to the house's own again."""

import pytest

from lms.core.database import db


@pytest.fixture(autouse=True)
def house_engine(database):
    ours = db.engine
    yield
    db.session.remove()
    other = db._factory.kw["bind"]
    if other is not ours:
        other.dispose()
        db._factory.configure(bind=ours)
