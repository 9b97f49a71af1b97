"""Documents and phones: each kind by its own rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.errors import InvalidInput
from lms.people.identity import check_document, check_phone, documents, mask_phone, phones
from lms.people.identity.documents import mask_document
from lms.people.models import DocumentKind, Sex
from lms.people.roster.generator.people import eighteen

RESIDENT, PERMIT = DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT
HK_MACAO, TAIWAN = DocumentKind.HK_MACAO_PERMIT, DocumentKind.TAIWAN_PERMIT


# The two examples of GB 11643-1999 itself.
@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_examples_are_right(number):
    assert check_document(RESIDENT, number) == number


@pytest.mark.parametrize(
    "written", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X "]
)
def test_a_number_is_kept_in_one_form(written):
    assert check_document(RESIDENT, written) == "11010519491231002X"


@given(
    st.integers(0, 499),
    st.dates(date(1900, 1, 1), date(2020, 1, 1)),
    st.sampled_from(Sex),
    st.integers(0, 17),
    st.data(),
)
def test_any_single_wrong_digit_is_caught(order, born_on, sex, place, data):
    number = eighteen("110102", born_on, sex, order)
    digit = data.draw(st.sampled_from("0123456789").filter(lambda each: each != number[place]))
    with pytest.raises(InvalidInput):
        check_document(RESIDENT, number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    ("kind", "written", "refusal"),
    [
        (RESIDENT, "110105194912310021", documents.CheckDigitWrong),
        (RESIDENT, "110105491231002", documents.FifteenDigits),
        (RESIDENT, "11010519491231", documents.NotEighteenDigits),
        (RESIDENT, "110105194913310025", documents.NoBirthDateInNumber),
        (RESIDENT, "99010519491231002X", documents.UnknownRegion),
        (RESIDENT, eighteen("820000", date(1970, 1, 1), Sex.MALE, 1), documents.IsResidencePermit),
        (RESIDENT, "1.10105194912310E+17", documents.DocumentRuined),
        (RESIDENT, "110105194912310000.0", documents.DocumentRuined),
        (PERMIT, "11010519491231002X", documents.UnknownRegion),
        (HK_MACAO, "H1234567", documents.PermitNumberInvalid),
        (HK_MACAO, "A12345678", documents.PermitNumberInvalid),
        (TAIWAN, "1234567", documents.TaiwanPermitInvalid),
    ],
)
def test_each_fault_of_a_document_has_its_name(kind, written, refusal):
    with pytest.raises(refusal):
        check_document(kind, written)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (HK_MACAO, "h12345678", "H12345678"),
        (HK_MACAO, "M1234567801", "M12345678"),  # The count of issues does not make another person.
        (TAIWAN, "12345678", "12345678"),
        (TAIWAN, "1234567802", "12345678"),
    ],
)
def test_permits_are_never_forced_into_18_digits(kind, written, kept):
    assert check_document(kind, written) == kept


def test_a_residence_permit_has_a_check_character_too():
    right = eighteen("830000", date(1970, 1, 1), Sex.FEMALE, 7)
    assert check_document(PERMIT, right) == right
    with pytest.raises(documents.CheckDigitWrong):
        check_document(PERMIT, right[:17] + ("1" if right[17] != "1" else "2"))


def test_birth_date_and_sex_must_agree_with_the_number():
    number = eighteen("110102", date(1970, 5, 17), Sex.FEMALE, 1)
    assert check_document(RESIDENT, number, born_on=date(1970, 5, 17), sex=Sex.FEMALE)
    with pytest.raises(documents.BirthDateDiffers, match="1970-05-17"):
        check_document(RESIDENT, number, born_on=date(1970, 5, 18))
    with pytest.raises(documents.SexDiffers):
        check_document(RESIDENT, number, sex=Sex.MALE)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13912345678", "13912345678"),
        ("139 1234 5678", "13912345678"),
        ("139-1234-5678", "13912345678"),
        ("+86 13912345678", "13912345678"),
        ("008613912345678", "13912345678"),
        ("１３９１２３４５６７８", "13912345678"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 91234567", "+85291234567"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
        ("+886 0912 345 678", "+886912345678"),
    ],
)
def test_a_phone_is_kept_in_one_form(written, kept):
    assert check_phone(written) == kept


@pytest.mark.parametrize("written", ["1.39E+10", "1.39123e10", "13900000000.0", "13912345678.0", "13900000000"])
def test_a_phone_that_a_spreadsheet_ruined_is_named_as_such(written):
    with pytest.raises(phones.PhoneRuined, match="scientific notation"):
        check_phone(written)


@pytest.mark.parametrize(
    "written", ["1391234567", "139123456789", "12345678901", "91234567", "+1 5551234567", "-", "手机"]
)
def test_what_is_no_mobile_number_is_refused(written):
    with pytest.raises(phones.PhoneInvalid):
        check_phone(written)


def test_masks_show_only_the_ends():
    assert mask_phone("13912345678") == "139****5678"
    assert mask_phone("+85291234567") == "+852****4567"
    assert mask_document("11010519491231002X") == "1101**********002X"
    assert mask_document("H12345678") == "H1*****78"
