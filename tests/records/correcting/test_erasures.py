"""An erasure: two people, a ground, nothing left of the details, and no backup that brings them back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from lms.core import settings
from lms.core.backup import after_restore, making, restoring
from lms.core.database import db, transaction
from lms.core.settings import Settings
from lms.notices.models import Notice
from lms.notices.operations import tell
from lms.records.corrections import operations as corrections
from lms.records.corrections.models import Correction
from lms.records.corrections.refusals import AnotherPersonDecides, DetailsErased
from lms.records.erasures import journal, operations, replaying
from lms.records.erasures.journal import BadJournal
from lms.records.erasures.models import EntryErasure, ErasureGround, ErasureProposal
from lms.records.erasures.operations import AlreadyErased
from lms.records.evidence import Evidence
from lms.records.log.checking import check_own_record
from lms.records.models import EntryPayload, RecordEntry
from tests.factories import NOW
from tests.records.correcting.office import OTHER, PDF, make_office, standing
from tests.support.append_only import assert_refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.records.correcting.office import Office

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def data_dir(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own, for the journal."""
    before = settings.current()
    settings.use(Settings(data_dir=tmp_path, database_url=database))
    yield tmp_path
    settings.use(before)


def propose(office: Office, entry: RecordEntry) -> ErasureProposal:
    return operations.propose(entry.public_id, ErasureGround.UNLAWFUL, "误录他人信息", actor=office.keeper, now=NOW)


def erase(office: Office, entry: RecordEntry) -> ErasureProposal:
    return operations.decide(propose(office, entry).public_id, "", approves=True, actor=office.second, now=NOW)


def payloads() -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(EntryPayload.entry_id)))


@pytest.mark.usefixtures("data_dir")
def test_payload_and_salt_go_and_the_entry_stands_and_can_still_be_checked(office: Office) -> None:
    entry = office.enter()
    before = entry.canonical
    erase(office, entry)
    assert payloads() == set()
    (now,) = standing(office.mandate.id)
    assert now.canonical == before
    assert check_own_record(office.mandate.person_id, congress_id=office.body.congress_id).is_whole
    row = db.session.scalars(select(EntryErasure)).one()
    assert (row.proposed_by, row.approved_by) == (office.keeper.account_id, office.second.account_id)
    assert_refused("DELETE FROM entry_erasure")


@pytest.mark.usefixtures("data_dir")
def test_what_stood_before_and_what_was_proposed_go_with_it(office: Office) -> None:
    first = office.enter()
    proof = Evidence.of(PDF, "证明.pdf")
    correction = corrections.propose(first.public_id, OTHER, "有误", proof, actor=office.keeper, now=NOW)
    corrections.decide(correction.public_id, "", approves=True, actor=office.second, now=NOW)
    other = office.enter("与此无关")
    erase(office, standing(office.mandate.id)[0])
    assert payloads() == {other.id}
    row = db.session.get_one(Correction, correction.id)
    assert (row.content, row.evidence_sha256) == (None, None)


@pytest.mark.usefixtures("data_dir")
def test_what_the_deputy_was_told_names_it_no_more(office: Office) -> None:
    entry = office.enter()
    told = {"congress_id": office.body.congress_id, "kind": "test.entered", "template": "%(title)s", "now": NOW}
    with transaction() as session:
        for person_id, title in (
            (office.mandate.person_id, "第1期专题学习班"),
            (office.mandate.person_id, "另一件事"),
            (office.second.person_id, "第1期专题学习班"),
        ):
            tell(session, person_id=person_id, params={"title": title}, **told)
    erase(office, entry)
    notices = db.session.scalars(select(Notice).where(Notice.kind == "test.entered").order_by(Notice.id))
    assert [notice.params["title"] for notice in notices] == ["……", "另一件事", "第1期专题学习班"]


@pytest.mark.usefixtures("data_dir")
def test_an_erased_entry_is_not_filled_again_but_can_be_taken_back(office: Office) -> None:
    entry = office.enter()
    waiting = corrections.propose(entry.public_id, OTHER, "有误", None, actor=office.keeper, now=NOW)
    erase(office, entry)
    with pytest.raises(DetailsErased):
        corrections.decide(waiting.public_id, "", approves=True, actor=office.second, now=NOW)
    corrections.decide(waiting.public_id, "", approves=False, actor=office.second, now=NOW)
    with pytest.raises(DetailsErased):
        corrections.propose(entry.public_id, OTHER, "有误", None, actor=office.keeper, now=NOW)
    assert corrections.propose(entry.public_id, None, "有误", None, actor=office.keeper, now=NOW).takes_back


@pytest.mark.usefixtures("data_dir")
def test_it_takes_two_people_and_happens_once(office: Office) -> None:
    entry = office.enter()
    proposal = propose(office, entry)
    with pytest.raises(AnotherPersonDecides):
        operations.decide(proposal.public_id, "", approves=True, actor=office.keeper, now=NOW)
    operations.decide(proposal.public_id, "", approves=True, actor=office.second, now=NOW)
    with pytest.raises(AlreadyErased):
        propose(office, entry)


def test_the_journal_holds_the_uuid_and_the_instant_and_nothing_else(office: Office, data_dir: Path) -> None:
    entry = office.enter()
    erase(office, entry)
    (line,) = (data_dir / journal.NAME).read_text().splitlines()
    assert json.loads(line) == {"entry": str(entry.public_id), "erased_at": NOW.isoformat()}
    assert (data_dir / journal.NAME).stat().st_mode & 0o777 == 0o600


def test_without_its_journal_nothing_is_erased(office: Office, data_dir: Path) -> None:
    entry = office.enter()
    proposal = propose(office, entry)
    (data_dir / journal.NAME).mkdir()
    with pytest.raises(IsADirectoryError):
        operations.decide(proposal.public_id, "", approves=True, actor=office.second, now=NOW)
    assert payloads() == {entry.id}


def test_half_a_line_is_passed_over_and_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / journal.NAME
    path.write_text(
        '{"entry": "11111111-1111-4111-8111-111111111111", "erased_at": "2026-03-16T01:00:00+00:00"}\n{"entry": "22'
    )
    assert len(list(journal.read(path))) == 1
    journal.append(path, list(journal.read(path)))
    assert len(list(journal.read(path))) == 2
    path.write_text('{"other": 1}\n')
    with pytest.raises(BadJournal, match=":1 "):
        list(journal.read(path))


def test_what_was_erased_after_the_backup_is_erased_again_by_the_restore(
    office: Office, data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The whole way: back up, erase, restore, and the payload is gone again."""
    kept, erased = office.enter("保留"), office.enter("清除")
    place = settings.current()
    keys = tmp_path_factory.mktemp("keys")
    folder = tmp_path_factory.mktemp("backups") / "backup"
    (place.data_dir / "keys").mkdir(exist_ok=True)
    place.resolved_keys_file.write_text("{}")
    making.make(folder, place, keys_to=keys, now=NOW)
    erase(office, erased)
    db.session.rollback()
    restoring.restore(folder, place, keys_from=keys, force=True, stamp="20260316T010000Z")
    db.bind(place.resolved_database_url)
    assert payloads() == {kept.id, erased.id}  # The backup did bring it back.
    assert "1 erasures were replayed" in list(after_restore.run_all(place, now=NOW))
    assert payloads() == {kept.id}
    assert db.session.scalars(select(EntryErasure.ground)).all() == [ErasureGround.REPLAYED]
    assert replaying.replay(data_dir / journal.NAME, now=NOW) == 0


def test_a_data_folder_that_lost_its_journal_gets_it_back_from_the_database(office: Office, data_dir: Path) -> None:
    erase(office, office.enter())
    whole = (data_dir / journal.NAME).read_text()
    (data_dir / journal.NAME).unlink()
    assert replaying.complete(data_dir / journal.NAME) == 1
    assert (data_dir / journal.NAME).read_text() == whole


def test_a_payload_put_back_by_hand_is_erased_again(office: Office, data_dir: Path) -> None:
    entry = office.enter()
    erase(office, entry)
    db.session.rollback()
    with transaction() as session:
        session.execute(insert(EntryPayload).values(entry_id=entry.id, salt=bytes(16), content=b"{}"))
    assert replaying.replay(data_dir / journal.NAME, now=NOW) == 1
    assert payloads() == set()
