"""The parts of a page: what they promise to readers, keyboards and screen readers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import MultiDict

from lms.core.i18n import lazy_gettext as _l
from lms.core.pages import Page
from lms.web.styleguide import SpecimenForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.web.conftest import Visit


@pytest.fixture
def bad_form(visit: Visit) -> SpecimenForm:
    with visit("/styleguide"):
        form = SpecimenForm(formdata=MultiDict({"number": "999", "name": ""}))
        form.validate()
    return form


@pytest.fixture(autouse=True)
def on_a_page(visit: Visit) -> Iterator[None]:
    with visit("/styleguide?q=%E7%8E%8B&page=3&order=name"):
        yield


def test_an_error_stands_beside_its_field_and_is_read_with_it(
    macro: Callable[..., str], bad_form: SpecimenForm
) -> None:
    text = macro("forms", "field", bad_form["name"])
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="name-help name-error"' in text
    assert 'id="name-error"' in text
    assert '<label class="field__label" for="name">' in text


def test_a_message_that_waits_for_its_reader_is_shown_whole(macro: Callable[..., str], bad_form: SpecimenForm) -> None:
    """A lazy text is a sequence of characters, too."""
    bad_form["name"].errors = [_l("Please choose a day.")]
    for text in (macro("forms", "field", bad_form["name"]), macro("forms", "error_summary", bad_form)):
        assert "请选择日期。" in text


def test_what_was_typed_is_not_lost(macro: Callable[..., str], bad_form: SpecimenForm) -> None:
    assert 'value="999"' in macro("forms", "field", bad_form["number"])


def test_the_summary_on_top_leads_to_every_bad_field(macro: Callable[..., str], bad_form: SpecimenForm) -> None:
    summary = macro("forms", "error_summary", bad_form)
    fields = "".join(macro("forms", "field", field) for field in bad_form if field.errors)
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert len(anchors) == len(bad_form.errors)
    for anchor in anchors:
        assert f'id="{anchor}"' in fields


def test_a_form_without_errors_has_no_summary(macro: Callable[..., str]) -> None:
    assert macro("forms", "error_summary", SpecimenForm(formdata=None)).strip() == ""


def test_choices_are_a_fieldset_with_its_question(macro: Callable[..., str]) -> None:
    text = macro("forms", "field", SpecimenForm(formdata=None)["rows"])
    assert re.search(r"<fieldset[^>]*>\s*<legend", text)


def test_the_other_pages_keep_the_filters(macro: Callable[..., str]) -> None:
    text = macro("lists", "pagination", Page(items=[], number=3, per_page=50, total=2977))
    links = re.findall(r'href="([^"]+)"', text)
    assert all("q=%E7%8E%8B" in link and "order=name" in link for link in links)
    assert "2,977" in text
    assert any("page=4" in link for link in links)


def test_a_short_list_has_no_other_pages(macro: Callable[..., str]) -> None:
    assert "<ul" not in macro("lists", "pagination", Page(items=[], number=1, per_page=50, total=3))


@pytest.mark.parametrize(
    ("value", "total", "waiting", "shade"),
    [(0, 3, 0, "0"), (1, 3, 0, "1"), (2, 3, 0, "2"), (3, 3, 0, "3"), (3, 3, 4, "wait"), (0, 0, 0, "0")],
)
def test_a_heat_cell_writes_its_figure_out(
    macro: Callable[..., str], value: int, total: int, waiting: int, shade: str
) -> None:
    text = macro("tables", "heat", value, total, waiting)
    assert f"heat--{shade}" in text
    assert f"{value} / {total}" in text


def test_a_total_names_its_columns_for_the_cards_of_a_phone(macro: Callable[..., str]) -> None:
    text = macro("tables", "simple_table", "T", ["Unit", {"label": "Places", "figure": True}], [["A", 3]], ["All", 3])
    assert text.count('data-label="Places"') == 2
    assert "<tfoot" in text


def test_text_that_looks_like_markup_stays_text(macro: Callable[..., str]) -> None:
    text = macro("tables", "simple_table", "T", ["Unit", "N"], [["<b>A</b>", "<script>"]])
    assert "&lt;b&gt;A" in text
    assert "<script>" not in text


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 1, 1), 1), (date(2026, 1, 31), 4), (date(2026, 3, 31), 12), (date(2026, 12, 31), 43)],
)
def test_the_year_line_puts_a_day_in_its_week_and_nothing_over_the_edge(
    macro: Callable[..., str], day: date, week: int
) -> None:
    item = {"start": day, "title": "T", "state": "plan"}
    assert f"week-{week}" in macro("year", "year_line", "Y", [item])
