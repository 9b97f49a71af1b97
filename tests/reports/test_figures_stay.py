"""Whatever is entered later: what was known stays as it was known (ADR 0008)."""

from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.database import transaction
from lms.people.models import ChangeKind, Exemption, Ground, MandateChange
from lms.records.kinds.models import EntryKindRule
from lms.records.models import EntryKind, Head, RecordEntry, Source
from tests.reports.cast import JULY, JUNE, _numbers, lay_out, statement_of

FIRST = date(2026, 1, 1)


EVENTS = st.tuples(
    st.sampled_from(
        ["suspended", "resumed", "ended", "elected", "changed", "exempt", "due", "entry", "correction", "rule", "kind"]
    ),
    st.integers(0, 3),
    st.dates(FIRST, date(2026, 8, 31)),
    st.integers(0, 60 * 24 * 30),
    st.booleans(),
)


def apply(cast, events, *, recorded):
    """Write events into the database; `recorded` makes an instant of an event's number of minutes."""
    with transaction() as session:
        for what, number, day, minutes, flag in events:
            common = {"congress_id": cast.term.congress_id, "mandate_id": cast.mandate_ids[number]}
            times = {"recorded_at": recorded(timedelta(minutes=minutes))}
            if what in ("exempt", "due"):
                given_up = {"is_exempt": what == "exempt", "reason": f"r{minutes}", "effective_on": day}
                session.add(Exemption(**common, **times, **given_up))
            elif what in ("entry", "correction"):
                superseded = _standing_entry(session, cast) if what == "correction" else None
                entry = _entry(cast, common, day, supersedes_id=superseded, counts=flag)
                session.add(RecordEntry(**entry, **times))
                session.flush()
            elif what == "rule":
                rule = EntryKindRule(kind_id=cast.kind_ids[flag], counts_as_trained=number % 2 == 1, **times)
                session.add(rule)
            elif what == "kind":
                session.add(kind := _kind(cast))
                session.flush()
                session.add(EntryKindRule(kind_id=kind.id, counts_as_trained=flag, **times))
            else:
                session.add(_change(cast, common | times, what, day, flag))


def _change(cast, common, what, day, flag):
    ground = {"suspended": Ground.DETAINED, "ended": Ground.RESIGNED}.get(what)
    values = {}
    if what in ("elected", "changed"):
        values = {"electing_body_id": cast.body_ids[flag], "is_newly_elected": flag, "is_grassroots": not flag}
    return MandateChange(**common, kind=ChangeKind(what), effective_on=day, ground=ground, values=values)


def _kind(cast):
    code = f"added_{next(_numbers)}"
    return EntryKind(congress_id=cast.term.congress_id, code=code, head=Head.STUDY, name=code, name_en=code)


def _entry(cast, common, day, *, supersedes_id, counts):
    return {
        **common,
        "kind_id": cast.kind_ids[counts],
        "source": Source.PLATFORM,
        "source_key": f"stay:{next(_numbers)}",
        "occurred_on": day,
        "supersedes_id": supersedes_id,
        "payload_hash": bytes(32),
        "canonical": b"",
    }


def _standing_entry(session, cast):
    superseded = select(RecordEntry.supersedes_id).where(RecordEntry.supersedes_id.is_not(None))
    of_this_congress = RecordEntry.congress_id == cast.term.congress_id
    return session.scalar(select(RecordEntry.id).where(of_this_congress, RecordEntry.id.not_in(superseded)).limit(1))


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    # A found fault is shown as it is: to shrink it means hundreds of databases' worth of writing.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(earlier=st.lists(EVENTS, max_size=6), later=st.lists(EVENTS, min_size=4, max_size=12))
def test_figures_known_then_do_not_change_whatever_is_entered_later(database, earlier, later):
    cast = lay_out(deputies=4, units=("甲", "乙"))
    apply(cast, earlier, recorded=lambda ago: JULY - ago)
    known_then = statement_of(cast.term, as_at=JUNE, known_at=JULY)
    apply(cast, later, recorded=lambda after: JULY + timedelta(microseconds=1) + after)
    assert statement_of(cast.term, as_at=JUNE, known_at=JULY) == known_then


def test_the_property_would_notice_what_is_recorded_at_the_instant_itself(database):
    cast = lay_out(deputies=4, units=("甲", "乙"))
    known_then = statement_of(cast.term, as_at=JUNE, known_at=JULY)
    apply(cast, [("ended", 0, JUNE, 0, True)], recorded=lambda _: JULY)
    assert statement_of(cast.term, as_at=JUNE, known_at=JULY) != known_then
