"""One person who does not exist: a name, a birth date, a document and a phone that could be real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from stdnum.cn import ric

from lms.people.models import Sex
from lms.people.names.surnames import surnames
from lms.people.roster.generator.words import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SINGLE_GIVEN = 0.14  # Share of one-character given names.
RARE_GIVEN = 0.012  # Share of given names with a character that many programs lack.
COMPOUND_BOOST = 3  # Compound surnames are made this much more frequent, so that every sample shows some.
PHONE_BLOCKS = ("130", "133", "135", "136", "137", "138", "139", "150", "151", "158", "159", "176", "186", "189")
MIDDLE, SPREAD = date(1967, 7, 1), 3300  # Of birth dates: the mean, and one standard deviation in days.
OLDEST, YOUNGEST = date(1940, 1, 1), date(2000, 12, 31)


@dataclass(slots=True)
class Maker:
    """Makes people; keeps no number twice."""

    random: Random
    used: set[str]

    def name(self, sex: Sex, ethnicity: str) -> str:
        """A name as people of that group have it; some of every group have Han names."""
        group = words().ethnic.get(ethnicity)
        if group is not None and self.random.random() < 0.85:
            own = self.random.choice(group[sex.value])
            return f"{own}·{self.random.choice(group['fathers'])}" if group["kind"] == "dotted" else own
        return self._surname() + self._given(sex)

    def _surname(self) -> str:
        known = list(surnames().values())
        weights = [each.weight * (COMPOUND_BOOST if len(each.text) > 1 else 1) for each in known]
        return self.random.choices(known, weights)[0].text

    def _given(self, sex: Sex) -> str:
        characters = words().given_names
        pool = characters[sex.value] + characters["either"]
        first, second = self.random.choice(pool), self.random.choice(pool)
        if self.random.random() < RARE_GIVEN:
            second = self.random.choice(characters["rare"])
        return second if self.random.random() < SINGLE_GIVEN else first + second

    def born_on(self) -> date:
        """A birth date as deputies have them: most are over 50."""
        day = MIDDLE + timedelta(days=round(self.random.gauss(0, SPREAD)))
        return min(max(day, OLDEST), YOUNGEST)

    def phone(self) -> str:
        """A mainland mobile number."""
        return self._fresh(lambda: self.random.choice(PHONE_BLOCKS) + f"{self.random.randrange(1, 10**8):08d}")

    def resident_id(self, region: str, born_on: date, sex: Sex) -> str:
        """18 characters with the right check character (GB 11643-1999)."""
        return self._fresh(lambda: eighteen(region, born_on, sex, self.random.randrange(0, 500)))

    def hk_macao_permit(self, letter: str) -> str:
        """A letter and 8 digits."""
        return self._fresh(lambda: f"{letter}{self.random.randrange(1, 10**8):08d}")

    def taiwan_permit(self) -> str:
        """8 digits."""
        return self._fresh(lambda: f"{self.random.randrange(1, 10**8):08d}")

    def _fresh(self, make: Callable[[], str]) -> str:
        while (made := make()) in self.used:
            pass
        self.used.add(made)
        return made


def eighteen(region: str, born_on: date, sex: Sex, order: int) -> str:
    """The 18 characters for the `order`-th person of that sex, region and day; `order` is below 500."""
    body = f"{region}{born_on:%Y%m%d}{order * 2 + (sex is Sex.MALE):03d}"
    return body + str(ric.calc_check_digit(body + "0"))
