"""The generated roster: as many, as mixed and as odd as a real one, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest

from lms.core.database import db
from lms.people.electing_units import published_units
from lms.people.founding import found
from lms.people.names.strokes import place
from lms.people.names.surnames import split_name
from lms.people.queries import current_term
from lms.people.roster.book import write_book
from lms.people.roster.columns import Field
from lms.people.roster.generator import faulty_rows, generate
from lms.people.roster.generator.seats import largest_remainder, seats_by_unit
from lms.people.roster.operations import Choice, import_file
from tests.factories import NOW


@pytest.fixture(scope="module")
def roster():
    return generate(1)


def test_the_plans_seats_and_the_232_others_make_2977(roster):
    seats = dict(zip([unit.short_name for unit in published_units()], seats_by_unit(published_units()), strict=True))
    assert sum(seats.values()) == len(roster) == 2977
    assert (seats["香港"], seats["澳门"], seats["台湾"]) == (36, 12, 13)
    assert (seats["北京"], seats["山东"], seats["解放军和武警部队"]) == (43, 173, 302)
    assert Counter(row[Field.BODY] for row in roster) == {
        unit.name: seats[unit.short_name] for unit in published_units()
    }


def test_remainders_go_to_the_largest_and_then_to_the_first():
    assert largest_remainder(10, [1, 1, 1]) == [4, 3, 3]
    assert largest_remainder(3, [6, 3, 1, 0]) == [2, 1, 0, 0]


def test_figures_are_those_announced(roster):
    counts = {
        field: Counter(row.get(field) for row in roster) for field in (Field.SEX, Field.ELECTION, Field.COMPOSITION)
    }
    assert counts[Field.SEX]["女"] == 790
    assert counts[Field.ELECTION] == {"新任": 2180, "连任": 797}  # 73.23 %.
    assert counts[Field.COMPOSITION]["一线工人"] + counts[Field.COMPOSITION]["农民"] == 497
    ethnicities = Counter(row[Field.ETHNICITY] for row in roster)
    assert len(ethnicities) == 56
    assert len(roster) - ethnicities["汉族"] == 442


def test_names_are_of_every_kind_that_gives_trouble(roster):
    names = [row[Field.NAME] for row in roster]
    assert sum("·" in name for name in names) > 5
    assert sum(len(split_name(name)[1]) == 1 for name in names) > 200
    assert sum(len(split_name(name)[0]) == 2 for name in names) > 10
    assert any(ord(character) > 0xFFFF for name in names for character in name)
    assert not any(place(character).startswith("z") for name in names for character in name.replace("·", ""))


def test_the_same_seed_gives_the_same_roster_and_another_seed_another(roster):
    assert generate(1) == roster
    assert generate(2) != roster


@pytest.mark.usefixtures("database")
def test_all_of_it_is_taken_in_and_again_changes_nothing_and_bad_rows_stay_out(roster):
    found("npc", now=NOW)
    term = current_term(db.session(), 1)
    faults = faulty_rows(roster)
    target = BytesIO()
    rows = [*roster, *(row for _name, row in faults)]
    write_book(target, [unit.name for unit in published_units()], created=NOW, rows=rows)
    counts = [
        import_file(
            target.getvalue(), "r.xlsx", Choice.VALID_ROWS, term=term, effective_on=NOW.date(), actor=None, now=NOW
        ).counts
        for _time in range(2)
    ]
    bad = len(faults)
    assert counts[0] == {"rows": 2977 + bad, "added": 2977, "changed": 0, "same": 0, "bad": bad}
    assert counts[1] == {"rows": 2977 + bad, "added": 0, "changed": 0, "same": 2977, "bad": bad}
