"""Killed at any point, by SIGKILL, posting and sequencing lose nothing that was told and double nothing."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.core.settings import ROOT
from lms.records.log import sequencer
from lms.records.log.models import Leaf, Unsequenced
from lms.records.log.verifying.running import verify
from lms.records.models import RecordEntry
from tests.concurrency.racing import at_once
from tests.factories import NOW, make_mandate
from tests.records.log.laying import post

pytestmark = pytest.mark.usefixtures("database")


def die(way, url, settings, mandate, told):
    """Run the process that is killed; how often it was."""
    told.touch()
    command = [sys.executable, "-m", "tests.records.log.crashing", way, url, settings.data_dir, mandate.id, told]
    done = subprocess.run(map(str, command), cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize(("way", "deaths"), [("every-point", 40), ("random", 6)])
def test_nothing_told_is_lost_and_nothing_is_doubled(database, settings, tmp_path, way, deaths):
    mandate = make_mandate()
    db.session.rollback()
    told = tmp_path / "told"
    assert die(way, database, settings, mandate, told) >= deaths
    assert verify(now=NOW + timedelta(minutes=1)).is_whole
    sequencer.sequence(now=NOW)
    keys = db.session.scalars(select(RecordEntry.source_key)).all()
    posted = [int(each.split(":")[1]) for each in keys]
    assert set(map(int, told.read_text().split())) <= set(posted)
    assert len(posted) == len(set(posted))
    assert db.session.scalar(select(func.count()).select_from(Leaf)) == len(posted) > 2 * deaths
    assert db.session.scalar(select(func.count()).select_from(Unsequenced)) == 0
    assert verify(now=NOW + timedelta(days=1)).is_whole


def test_two_sequencers_at_once_give_each_entry_one_leaf():
    mandate = make_mandate()
    ids = post(mandate, *range(60))
    done = at_once(*[lambda: sequencer.sequence(now=NOW, batch=4)] * 4)
    assert sum(done) == 60
    leaves = db.session.execute(select(Leaf.leaf_index, Leaf.entry_id).order_by(Leaf.leaf_index)).all()
    assert [tuple(each) for each in leaves] == list(enumerate(sorted(ids)))
    db.session.rollback()
    assert verify(now=NOW + timedelta(days=1)).is_whole


def test_entries_posted_while_a_sequencer_works_get_their_leaves_too():
    mandate, other = make_mandate(), make_mandate()
    post(mandate, *range(30))

    def go_on():
        for number in range(40):
            post(other, number)

    at_once(go_on, *[lambda: sequencer.sequence(now=NOW, batch=3)] * 2)
    sequencer.sequence(now=NOW)
    assert db.session.scalar(select(func.count()).select_from(Leaf)) == 70
    db.session.rollback()
    assert verify(now=NOW + timedelta(days=1)).is_whole
