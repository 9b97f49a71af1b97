"""Which passwords are refused, and that the reason is told."""

from __future__ import annotations

import pytest

from lms.people.accounts import password_rules as rules
from lms.people.accounts.passwords import personal_of
from tests.factories import make_person
from tests.support.accounts import make_account

ZHANG_WEI = rules.Personal(
    name="张伟",
    readings=("zhangwei",),
    pieces=("zhang", "zw"),
    username="zhangw62",
    numbers=("13912345678", "11010519491231002X", "19491231"),
)


@pytest.mark.parametrize("password", ["Kt7#mqRz", "Changjiang7!he", "Shan7Shui!Tian", "山水田园Tree7"])
def test_a_password_that_is_hard_to_guess_will_do(password):
    assert rules.reasons_against(password, ZHANG_WEI) == ()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Kt7#mq", rules.LENGTH),
        ("kt7mqrzpwv", rules.KINDS),
        ("Aa1!" * 40, rules.TOO_LONG),
        ("Zhangwei#62x", rules.NAME),
        ("Zhang1962!", rules.NAME),
        ("张伟Kt7#mqRz", rules.NAME),
        ("Zhangw62!Kt", rules.USERNAME),
        ("Kt#139123456", rules.DIGITS),
        ("Kt#19491231", rules.DIGITS),
        ("Woaini1314!", rules.COMMON),
        ("Woaini5201314", rules.COMMON),
        ("P@ssw0rd", rules.COMMON),
        ("Xuexi@2026", rules.COMMON),
        ("Zhongguo1949", rules.DATE),
        ("Xqxqxqxq1!", rules.REPEAT),
        ("Kkkkkkkk1!", rules.REPEAT),
        ("Xcvbn#67", rules.SEQUENCE),
        ("Efghijk#1", rules.SEQUENCE),
    ],
)
def test_an_easy_password_is_refused_with_its_reason(password, reason):
    assert reason in rules.reasons_against(password, ZHANG_WEI)


@pytest.mark.usefixtures("database")
def test_what_others_know_of_a_person_is_taken_from_the_person():
    person = make_person(name="欧阳建国", pinyin="ouyangjianguo", pinyin_initials="oyjg")

    personal = personal_of(make_account(person, username="lao.ou"))

    assert rules.NAME in rules.reasons_against("Ouyangjianguo7!", personal)
    assert rules.NAME in rules.reasons_against("Ouyang1975!", personal)
    assert rules.USERNAME in rules.reasons_against("Kt#Lao.Ou77", personal)
