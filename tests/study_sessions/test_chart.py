"""The picture of an apportionment: every unit's places against its exact quota, on one scale."""

from types import SimpleNamespace

from lms.study_sessions.sharing.apportionment import apportion
from lms.study_sessions.sharing.chart import chart
from lms.study_sessions.sharing.worksheet import Method


def drawn(weights, places, **terms):
    basis = dict(enumerate(weights, start=1))
    worksheet = apportion(basis, official_order=list(basis), places=places, **terms)
    return chart(worksheet, {number: SimpleNamespace(name=f"第{number}单位") for number in basis})


def test_each_unit_in_official_order_with_its_places_and_its_exact_quota():
    bars = drawn([30, 50, 20], 5).bars
    assert [bar.unit for bar in bars] == ["第1单位", "第2单位", "第3单位"]
    assert [(bar.places, f"{bar.quota}") for bar in bars] == [(1, "1.5000"), (3, "2.5000"), (1, "1.0000")]


def test_the_scale_holds_the_longest_bar_and_the_farthest_mark():
    by_bar, by_mark = drawn([1, 1], 3, minimum=0), drawn([97, 3], 10, method=Method.SAINTE_LAGUE, minimum=2)
    for picture in (by_bar, by_mark):
        assert all(bar.places <= picture.scale and bar.quota <= picture.scale for bar in picture.bars)


def test_a_unit_without_deputies_has_no_bar():
    assert drawn([0, 4], 2).bars[0][1:] == (0, 0)
