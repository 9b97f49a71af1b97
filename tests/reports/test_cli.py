import pytest
from click.testing import CliRunner

from lms.core import clock
from lms.core import settings as process
from lms.core.errors import DomainError
from lms.reports.cli import report
from tests.factories import make_electing_body, make_mandate, make_term
from tests.reports.cast import JULY


@pytest.fixture
def term(database, settings):
    process.use(settings)
    term = make_term()
    make_mandate(make_electing_body(term))
    with clock.frozen_at(JULY):
        yield term


def run(*arguments):
    return CliRunner().invoke(report, ["completion", *map(str, arguments)])


def test_a_workbook_is_written_and_both_times_are_said(term, tmp_path):
    result = run("--as-at", "2026-06-30", "--out", tmp_path / "r.xlsx")
    assert result.exit_code == 0, result.output
    assert "1 deputies in office as at 2026-06-30, as known at 2026-07-10T10:00:00+08:00" in result.output
    assert (tmp_path / "r.xlsx").stat().st_size > 5000


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-07-01", "2026-07-01T23:59:59.999999+08:00"),
        ("2026-07-01T10:00", "2026-07-01T10:00:00+08:00"),
        ("2026-07-01T02:00:00Z", "2026-07-01T10:00:00+08:00"),
    ],
)
def test_an_instant_may_be_a_day_a_local_time_or_have_an_offset(term, tmp_path, given, said):
    assert said in run("--as-at", "2026-06-30", "--known-at", given, "--out", tmp_path / "r.csv").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as-at", "2026-02-30", "--out", "r.csv"), "is no day"),
        (("--as-at", "20x", "--out", "r.csv"), "is no day"),
        (("--as-at", "2026-06-30", "--known-at", "noon", "--out", "r.csv"), "is no instant"),
        (("--as-at", "2026-06-30", "--out", "r.doc"), "must end in .xlsx, .csv or .pdf"),
        (("--as-at", "2026-06-30", "--out", "/nowhere/r.csv"), "cannot be written"),
        (("--out", "r.csv"), "Missing option"),
    ],
)
def test_bad_input_gets_a_clear_message(term, arguments, message):
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert message in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as-at", "1999-01-01"), "1999-01-01"),
        (("--as-at", "2026-06-30", "--known-at", "2027-01-01"), "future"),
        (("--as-at", "2026-06-30", "--congress", "nowhere"), "congress-"),
    ],
)
def test_what_the_rules_refuse_is_a_refusal(term, tmp_path, arguments, message):
    result = run(*arguments, "--out", tmp_path / "r.csv")
    assert isinstance(result.exception, DomainError)
    assert message in str(result.exception)


def test_with_several_congresses_one_must_be_named(term, tmp_path):
    other = make_term()
    assert isinstance(run("--as-at", "2026-06-30", "--out", tmp_path / "r.csv").exception, DomainError)
    named = run("--as-at", "2026-06-30", "--congress", other.congress.code, "--out", tmp_path / "r.csv")
    assert "0 deputies" in named.output
