"""What a package must be before anything of it is kept; each refusal says why."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO

import pytest

from lms.catalog.packages import archive, refusals
from lms.catalog.packages.manifest import Standard
from lms.catalog.packages.operations import check_package
from tests.catalog.packages.zips import V12, V2004, package, zipped


def test_a_package_of_either_standard_is_understood():
    old, new = check_package(package(V12)), check_package(package(V2004))
    assert (old.standard, old.title, old.parts[0].launch, old.parts[0].mastery_score) == (
        Standard.SCORM_12,
        "代表建议怎么写",
        "index.html",
        "80",
    )
    assert (new.standard, new.title, new.parts[0].launch, new.parts[0].launch_data) == (
        Standard.SCORM_2004,
        "预算怎么看",
        "index.html?lang=zh",
        "起始数据",
    )


def test_what_is_no_zip_is_refused():
    for data in (b"", b"no zip at all", package().getvalue()[:200]):
        with pytest.raises(refusals.NotAPackage):
            check_package(BytesIO(data))


def test_damage_inside_is_refused():
    data = bytearray(package().getvalue())
    data[60:90] = b"\xff" * 30
    with pytest.raises(refusals.PackageRefused):
        check_package(BytesIO(bytes(data)))


@pytest.mark.parametrize(
    "name", ["../evil.js", "a/../../evil.js", "/etc/passwd", "C:/evil.js", "a\\..\\evil.js", "a//b"]
)
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(refusals.BadName):
        check_package(zipped({"imsmanifest.xml": V12, "index.html": "", name: "x"}))


def test_a_link_is_refused():
    file = package()
    with zipfile.ZipFile(file, "a") as added:
        link = zipfile.ZipInfo("link.html")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        added.writestr(link, "/etc/passwd")
    with pytest.raises(refusals.HasLink):
        check_package(file)


def test_a_file_that_comes_twice_is_refused():
    with pytest.raises(refusals.SameName):
        check_package(zipped({"imsmanifest.xml": V12, "index.html": "", "INDEX.html": ""}))


def test_a_bomb_is_refused_by_what_it_unpacks_to(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", archive.MEBIBYTE)
    with pytest.raises(refusals.UnpacksTooLarge):
        check_package(package(big__bin=b"\0" * (2 * archive.MEBIBYTE)))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    with pytest.raises(refusals.TooManyFiles):
        check_package(package(a__js="", b__js=""))


def test_without_a_manifest_it_is_no_package():
    with pytest.raises(refusals.NoManifest):
        check_package(package(None))


def test_entities_are_refused_before_they_grow():
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + V12.split("?>", 1)[1]
    with pytest.raises(refusals.ManifestDeclares):
        check_package(package(bomb))


@pytest.mark.parametrize(
    ("manifest", "refusal"),
    [
        ("<manifest>", refusals.BadManifest),
        ("<a>" * 200, refusals.BadManifest),
        (V12.replace("1.2<", "9.9<"), refusals.UnknownStandard),
        (V12.replace('adlcp:scormtype="sco"', 'adlcp:scormtype="asset"'), refusals.NothingToLaunch),
        (V12.replace(' identifierref="r"', ""), refusals.NothingToLaunch),
        (V12.replace('href="index.html"', 'href="gone.html"'), refusals.LaunchMissing),
        (V12.replace('href="index.html"', 'href="https://elsewhere.example/"'), refusals.LaunchMissing),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused(manifest, refusal):
    with pytest.raises(refusal):
        check_package(package(manifest))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index__html", '<script src="https://elsewhere.example/a.js"></script>'),
        ("index__html", "<img src='//elsewhere.example/a.png'>"),
        ("style__css", "body { background: url(http://elsewhere.example/a.png) }"),
        ("course__js", "fetch('https://elsewhere.example/spy')"),
    ],
)
def test_what_loads_from_another_host_is_refused_with_its_name(name, text):
    with pytest.raises(refusals.CallsOutside, match=r"elsewhere\.example"):
        check_package(package(**{name: text}))


def test_a_link_to_read_more_is_no_call_outside():
    check_package(package(index__html='<a href="https://www.npc.gov.cn/">法律全文</a>'))


def test_chinese_names_of_chinese_packers_are_read():
    manifest = V12.replace('href="index.html"', 'href="首.html"')
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("imsmanifest.xml", manifest)
        made.writestr("##.html", "x")  # As long as the name in GB 18030 is.
    data = file.getvalue().replace(b"##.html", "首".encode("gb18030") + b".html")
    assert check_package(BytesIO(data)).parts[0].launch == "首.html"
