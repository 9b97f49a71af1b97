"""Packages that no course uses any more go at night; what somebody has just handed in stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from lms.catalog.models import Lesson, LessonKind
from lms.catalog.packages.jobs import sweep
from lms.catalog.packages.models import Package, PackageFile
from lms.catalog.packages.operations import keep_package
from lms.core import blob_sweep, blobs
from lms.core.database import db, transaction
from tests.catalog.factories import make_course, make_reading
from tests.catalog.packages.zips import V2004, package
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(days=2)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def in_a_lesson(sha256):
    make_reading(make_course(), kind=LessonKind.PACKAGE, media_sha256=sha256, minutes=20)


def test_a_package_that_nothing_uses_goes_with_all_its_files():
    sha256 = keep_package(package(a__js="1;"), now=NOW)
    assert sweep(now=LATER) == 1
    assert (count(Package), count(PackageFile)) == (0, 0)
    blob_sweep.sweep(now=LATER)
    assert sha256 not in blobs.store()


def test_a_package_of_a_lesson_stays_and_so_do_its_files():
    sha256 = keep_package(package(), now=NOW)
    in_a_lesson(sha256)
    assert sweep(now=LATER) == 0
    blob_sweep.sweep(now=LATER)
    assert sha256 in blobs.store()
    assert (count(Package), count(PackageFile)) == (1, 2)


def test_a_package_goes_once_its_last_lesson_is_gone_and_another_one_stays():
    gone, kept = keep_package(package(), now=NOW), keep_package(package(V2004), now=NOW)
    in_a_lesson(gone)
    in_a_lesson(kept)
    with transaction() as session:
        session.execute(delete(Lesson).where(Lesson.media_sha256 == gone))
    assert sweep(now=LATER) == 1
    db.session.rollback()
    assert db.session.scalars(select(Package.sha256)).all() == [kept]


def test_a_package_that_was_just_handed_in_is_left_alone_until_a_lesson_names_it():
    keep_package(package(), now=NOW)
    assert sweep(now=NOW + timedelta(hours=23)) == 0


def test_handing_the_same_package_in_again_begins_the_day_anew():
    keep_package(package(), now=NOW)
    keep_package(package(), now=LATER)
    assert sweep(now=LATER + timedelta(hours=23)) == 0
    assert count(Package) == 1


def test_a_package_that_went_can_be_handed_in_again():
    keep_package(package(), now=NOW)
    sweep(now=LATER)
    sha256 = keep_package(package(), now=LATER)
    in_a_lesson(sha256)
    assert (count(Package), count(PackageFile)) == (1, 2)
