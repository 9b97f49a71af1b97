"""An electing body stands for a congress below: the operator's act, inside a region, once, noted in both congresses."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.cli_congress import congress
from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.below import NotBelow, StandsAlready, UnknownBody, bodies_standing_for, is_below, stand_for
from lms.people.models import Congress, ElectingBody, Level, Term
from tests.factories import NOW, make_congress, make_electing_body, make_term
from tests.support.accounts import make_staff, sign_in

pytestmark = pytest.mark.usefixtures("database")

COUNTY, TOWN = "130102", "130102101"


@pytest.fixture
def county():
    return make_congress(level=Level.COUNTY, region_code=COUNTY, name="清河县人民代表大会")


@pytest.fixture
def town():
    return make_congress(level=Level.TOWNSHIP, region_code=TOWN, name="柳林镇人民代表大会")


@pytest.fixture
def body(county):
    return make_electing_body(make_term(county), name="柳林镇选区")


def linked(body):
    db.session.rollback()
    return db.session.get_one(ElectingBody, body.id).congress_below_id


def test_a_body_stands_for_a_congress_below_and_for_none_any_more(county, town, body):
    stand_for(county, "柳林镇选区", town, now=NOW)
    assert linked(body) == town.id
    assert [(above.id, each.id) for above, each in bodies_standing_for(town.id)] == [(county.id, body.id)]

    stand_for(county, "柳林镇选区", None, now=NOW)
    assert linked(body) is None


def test_both_congresses_note_it_each_time(county, town, body):
    stand_for(county, body.name, town, now=NOW)
    stand_for(county, "柳林镇选区", None, now=NOW)

    noted = db.session.scalars(select(AuditEvent.congress_id).where(AuditEvent.action == "body.stands_for")).all()

    assert sorted(noted) == sorted([county.id, town.id] * 2)


@pytest.mark.parametrize(
    ("level", "region", "is_so"),
    [
        (Level.TOWNSHIP, TOWN, True),
        (Level.TOWNSHIP, None, True),
        (Level.TOWNSHIP, "130110101", False),
        (Level.COUNTY, COUNTY, False),
        (Level.PREFECTURE, "130100", False),
    ],
)
def test_below_is_a_lower_level_inside_the_region(county, level, region, is_so):
    assert is_below(make_congress(level=level, region_code=region), county) is is_so


def test_every_congress_is_below_the_national_one():
    assert is_below(make_congress(level=Level.PROVINCE, region_code="130000"), make_congress())


def test_what_is_not_below_is_refused(county, body):
    elsewhere = make_congress(level=Level.TOWNSHIP, region_code="410102101")

    with pytest.raises(NotBelow):
        stand_for(county, body.name, elsewhere, now=NOW)
    assert linked(body) is None


def test_one_body_of_a_term_stands_for_a_congress(county, town, body):
    make_electing_body(db.session.get_one(Term, body.term_id), name="机关选区")
    stand_for(county, "柳林镇选区", town, now=NOW)

    with pytest.raises(StandsAlready):
        stand_for(county, "机关选区", town, now=NOW)


def test_an_unknown_body_is_named(county, town):
    with pytest.raises(UnknownBody):
        stand_for(county, "无此选区", town, now=NOW)


def test_on_the_command_line_it_is_said_and_taken_back(county, town, body):
    with clock.frozen_at(NOW):
        said = CliRunner().invoke(
            congress, ["stands-for", "柳林镇选区", "--congress", county.code, "--below", town.code]
        )
        assert (said.exit_code, linked(body)) == (0, town.id)
        taken_back = CliRunner().invoke(congress, ["stands-for", "柳林镇选区", "--congress", county.code])

    assert "柳林镇人民代表大会" in said.output
    assert (taken_back.exit_code, linked(body)) == (0, None)


def test_a_congress_is_founded_from_data_of_one_s_own(tmp_path):
    (tmp_path / "congresses.toml").write_text(
        '[liulin]\nlevel = "township"\nregion_code = "130102101"\nname = "柳林镇人民代表大会"\n'
        'name_en = "Liulin"\ngrassroots_compositions = []\nterm = 1\nstarts_on = 2026-11-20\nelecting_bodies = "wards.csv"\n',
        encoding="utf-8",
    )
    (tmp_path / "wards.csv").write_text(
        "official_order,kind,name,short_name,name_en,region_code,plan_seats,letter_form,is_army\n"
        "1,constituency,第1选区,1选区,Ward 1,,3,standard,0\n",
        encoding="utf-8",
    )

    done = CliRunner().invoke(congress, ["found", "liulin", "--data", str(tmp_path)])

    assert done.exit_code == 0, done.output
    assert db.session.scalars(select(Congress.level).where(Congress.code == "liulin")).one() is Level.TOWNSHIP


def test_the_office_of_the_congress_below_is_told_who_can_recommend_its_deputies(county, town, body, client):
    make_term(town)
    stand_for(county, body.name, town, now=NOW)
    sign_in(client, make_staff(Role.BUSINESS_ADMIN, db.session.get_one(Congress, town.id)))

    shown = client.get("/deputies").text

    assert "清河县人民代表大会的柳林镇选区对应本级人大" in shown
