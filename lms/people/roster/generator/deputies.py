"""The whole roster, in official order: figures as published for the 14th National People's Congress."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from lms.core.i18n import gettext as _
from lms.people import code_tables
from lms.people.electing_units import published_units
from lms.people.labels import COMPOSITION, DOCUMENT_KIND, ELECTION, SEX
from lms.people.models import Composition, DocumentKind, Sex
from lms.people.roster.columns import Field
from lms.people.roster.generator.people import Maker
from lms.people.roster.generator.seats import seats_by_unit
from lms.people.roster.generator.words import words

if TYPE_CHECKING:
    from lms.documents.intake.reading import Cell
    from lms.people.electing_units import Unit

# Announced on 2023-02-25: of 2,977 deputies. Newly elected is 73.23 %.
NEWLY_ELECTED, WOMEN, MINORITIES = 2180, 790, 442
# Of those outside the army, Hong Kong and Macao. Workers and farmers are announced together, as 497.
COMPOSITIONS = {
    Composition.WORKER: 250,
    Composition.FARMER: 247,
    Composition.TECHNICIAN: 590,
    Composition.OFFICIAL: 969,
    Composition.ENTERPRISE: 320,
}
TERM_STARTS = date(2023, 3, 5)
BY_ELECTIONS = 30  # Deputies who came later.
BY_ELECTION_DAYS = 900  # At most so long after the term began.
WITH_DOCUMENT, WITH_EMAIL = 0.7, 0.4  # Shares; giving either is optional.
HONG_KONG, MACAO, TAIWAN = "810000", "820000", "710000"
PERMIT_LETTER = {HONG_KONG: "H", MACAO: "M"}


@dataclass(slots=True)
class _Seat:
    """One seat before its deputy is described."""

    unit: Unit
    sex: Sex = Sex.MALE
    ethnicity: str = ""
    composition: Composition = Composition.OTHER
    is_newly_elected: bool = False
    from_on: date | None = None


@dataclass(slots=True)
class _Employers:
    """What was said of an employer once is said again."""

    random: Random
    details: dict[str, dict[Field, Cell]] = field(default_factory=dict)

    def of(self, unit: Unit, composition: Composition) -> tuple[str, dict[Field, Cell]]:
        """A city of the unit, and an employer there."""
        lists, choose = words().lists, self.random.choice
        city = choose(words().cities[unit.short_name])
        pattern = choose(words().employers[composition.value])
        name = pattern.format(city=city, word=choose(lists["firm_words"]), word2=choose(lists["firm_words"]))
        if name not in self.details:
            address = city + choose(lists["streets"]).format(number=self.random.randrange(1, 300))
            said: dict[Field, Cell] = {Field.EMPLOYER: name, Field.EMPLOYER_ADDRESS: address}
            if self.random.random() < WITH_EMAIL:
                said[Field.EMPLOYER_EMAIL] = f"office{len(self.details) + 1}@example.com"
            self.details[name] = said
        return city, self.details[name]


def generate(seed: int) -> list[dict[Field, Cell]]:
    """2,977 rows for the template, in the reader's language; the same seed gives the same rows."""
    random = Random(seed)  # noqa: S311  # Chance that can be repeated is the point.
    units = published_units()
    seats = [_Seat(unit) for unit, count in zip(units, seats_by_unit(units), strict=True) for _seat in range(count)]
    _draw(random, seats)
    maker, employers = Maker(random, set()), _Employers(random)
    return [_row(maker, employers, seat, number) for number, seat in enumerate(seats, start=1)]


def _draw(random: Random, seats: list[_Seat]) -> None:
    """Give out what is known in figures, exactly."""
    for seat in random.sample(seats, WOMEN):
        seat.sex = Sex.FEMALE
    for seat in random.sample(seats, NEWLY_ELECTED):
        seat.is_newly_elected = True
    for seat in random.sample([seat for seat in seats if seat.is_newly_elected], BY_ELECTIONS):
        seat.from_on = TERM_STARTS + timedelta(days=random.randrange(60, BY_ELECTION_DAYS))
    _draw_ethnicities(random, seats)
    _draw_compositions(random, seats)


def _draw_ethnicities(random: Random, seats: list[_Seat]) -> None:
    """Each of the 55 groups has a deputy; the others are of the groups that live in their unit."""
    majority, *_others = code_tables.ethnicities()
    for seat in seats:
        seat.ethnicity = majority
    left = MINORITIES
    free: list[_Seat] = []
    for unit, groups in words().minorities.items():
        own = [seat for seat in seats if seat.unit.short_name == unit]
        random.shuffle(own)
        first, rest = own[: len(groups)], own[len(groups) :]
        for seat, group in zip(first, groups, strict=True):
            seat.ethnicity = group
        left -= len(groups)
        free += rest
    for seat in random.sample(free, left):
        seat.ethnicity = random.choice(words().minorities[seat.unit.short_name])


def _draw_compositions(random: Random, seats: list[_Seat]) -> None:
    for seat in seats:
        if seat.unit.is_army:
            seat.composition = Composition.MILITARY
        elif seat.unit.region_code in PERMIT_LETTER:
            seat.composition = random.choice((Composition.ENTERPRISE, Composition.TECHNICIAN, Composition.OTHER))
    free = [seat for seat in seats if not seat.unit.is_army and seat.unit.region_code not in PERMIT_LETTER]
    random.shuffle(free)
    drawn = iter(free)
    for composition, count in COMPOSITIONS.items():
        for _place in range(count):
            next(drawn).composition = composition


def _row(maker: Maker, employers: _Employers, seat: _Seat, number: int) -> dict[Field, Cell]:
    random = maker.random
    row: dict[Field, Cell] = {
        Field.CARD_NUMBER: f"14{number:04d}",
        Field.NAME: maker.name(seat.sex, seat.ethnicity),
        Field.SEX: _(SEX[seat.sex]),
        Field.ETHNICITY: seat.ethnicity,
        Field.BORN_ON: maker.born_on(),
        Field.BODY: seat.unit.name,
        Field.PHONE: maker.phone(),
        Field.PARTY: random.choices(code_tables.parties(), (70, 1, 0.5, 3, 4, 3, 3, 2, 1, 3, 0.5, 3, 8))[0],
        Field.EDUCATION: random.choices(code_tables.educations()[:6], (45, 38, 10, 3, 2, 2))[0],
        Field.COMPOSITION: _(COMPOSITION[seat.composition]),
        Field.ELECTION: _(ELECTION[seat.is_newly_elected]),
    }
    if seat.from_on is not None:
        row[Field.FROM_ON] = seat.from_on
    if seat.unit.is_army:
        return row
    city, employer = employers.of(seat.unit, seat.composition)
    row |= employer
    row[Field.WORK_REGION] = city
    row[Field.POST] = random.choice(words().posts[seat.composition.value])
    if random.random() < WITH_DOCUMENT:
        row |= _document(maker, seat, row[Field.BORN_ON])
    return row


def _document(maker: Maker, seat: _Seat, born_on: Cell) -> dict[Field, Cell]:
    """A document as people of that unit have it."""
    if not isinstance(born_on, date):
        raise TypeError("a generated birth date is a date")
    region = seat.unit.region_code or ""
    kind = DocumentKind.RESIDENT_ID
    if region in PERMIT_LETTER:
        kind = maker.random.choice((DocumentKind.HK_MACAO_PERMIT, DocumentKind.RESIDENCE_PERMIT))
    elif region == TAIWAN:
        kind = maker.random.choice(
            (DocumentKind.RESIDENT_ID, DocumentKind.TAIWAN_PERMIT, DocumentKind.RESIDENCE_PERMIT)
        )
    numbers = {
        DocumentKind.RESIDENT_ID: lambda: maker.resident_id(_county(region), born_on, seat.sex),
        DocumentKind.RESIDENCE_PERMIT: lambda: maker.resident_id(_residence(region), born_on, seat.sex),
        DocumentKind.HK_MACAO_PERMIT: lambda: maker.hk_macao_permit(PERMIT_LETTER[region]),
        DocumentKind.TAIWAN_PERMIT: maker.taiwan_permit,
    }
    return {Field.DOCUMENT_KIND: _(DOCUMENT_KIND[kind]), Field.DOCUMENT_NUMBER: numbers[kind]()}


def _county(region: str) -> str:
    """The first district of a province's capital; deputies from Taiwan live on the mainland, most of them in Fujian."""
    return ("35" if region == TAIWAN else region[:2]) + "0102"


def _residence(region: str) -> str:
    """A residence permit begins with 83 for Taiwan, whose code of region is 71."""
    return "830000" if region == TAIWAN else region
