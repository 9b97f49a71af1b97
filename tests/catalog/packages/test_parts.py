"""The parts of a package as its manifest orders them; what a manifest may ask between them, and what is refused."""

from __future__ import annotations

import pytest

from lms.catalog.packages import manifest, refusals
from lms.catalog.packages.manifest import PartKind
from lms.catalog.packages.operations import check_package, keep_package
from lms.catalog.packages.queries import parts_of
from tests.catalog.packages.zips import PAGES, TREE, V12, V2004, package, several
from tests.factories import NOW

TWO = '<item identifierref="one"/><item identifierref="two"/>'


def read(items, standard=V2004, **given):
    return check_package(package(several(standard, items, **given), **PAGES)).parts


def in_organization(rules, items=TWO):
    return f"{items}<imsss:sequencing>{rules}</imsss:sequencing>"


@pytest.mark.parametrize("standard", [V12, V2004], ids=["1.2", "2004"])
def test_the_tree_becomes_a_list_in_its_own_order(standard):
    assert [(part.kind, part.title, part.depth, part.launch, part.is_required) for part in read(TREE, standard)] == [
        (PartKind.ASSET, "学习说明", 0, "read.html", False),
        (PartKind.HEADING, "第一章", 0, "", False),
        (PartKind.SCO, "法律怎样规定", 1, "one.html", True),
        (PartKind.SCO, "动笔之前", 1, "two.html", True),
        (PartKind.SCO, "小结", 0, "three.html", True),
    ]


def test_the_parts_are_kept_with_the_package_and_found_in_their_order(database):
    sha256 = keep_package(package(several(V12, TREE), **PAGES), now=NOW)
    assert [(part.position, part.title) for part in parts_of(sha256)] == list(
        enumerate(["学习说明", "第一章", "法律怎样规定", "动笔之前", "小结"])
    )
    assert keep_package(package(several(V12, TREE), **PAGES), now=NOW) == sha256
    assert len(parts_of(sha256)) == 5


def test_one_part_stands_alone_whatever_stands_around_it():
    chapter = f"<item><title>第一章</title>{TWO.partition('/>')[0]}/></item><item><title>空</title></item>"
    assert [(part.kind, part.depth) for part in read(chapter)] == [(PartKind.SCO, 0)]


def test_a_heading_with_nothing_to_open_is_left_out():
    assert len(read(f"{TWO}<item><title>空</title><item><title>也空</title></item></item>")) == 2


def test_the_same_page_can_be_two_parts():
    parts = read('<item identifierref="one" parameters="?a=1"/><item identifierref="one" parameters="?a=2"/>')
    assert [part.launch for part in parts] == ["one.html?a=1", "one.html?a=2"]


@pytest.mark.parametrize(
    "rules", ['<imsss:deliveryControls tracked="false"/>', '<imsss:rollupRules rollupProgressCompletion="false"/>']
)
def test_a_part_that_does_not_count_is_not_required(rules):
    own = f'<item identifierref="two"><imsss:sequencing>{rules}</imsss:sequencing></item>'
    around = f'<item><item identifierref="two"/><imsss:sequencing>{rules}</imsss:sequencing></item>'
    for uncounted in (own, around):
        parts = read(f'<item identifierref="one"/>{uncounted}')
        assert [part.is_required for part in parts if part.kind is PartKind.SCO] == [True, False]


def test_rules_that_parts_share_are_followed_to_where_they_stand():
    shared = several(V2004, '<item identifierref="one"/><item identifierref="two"><imsss:sequencing IDRef="s"/></item>')
    collection = '<imsss:sequencingCollection><imsss:sequencing ID="s"><imsss:deliveryControls tracked="false"/>'
    end = "</imsss:sequencing></imsss:sequencingCollection></manifest>"
    parts = check_package(package(shared.replace("</manifest>", collection + end), **PAGES)).parts
    assert [part.is_required for part in parts] == [True, False]


def test_if_no_part_counts_all_do():
    rules = '<imsss:sequencing><imsss:deliveryControls tracked="0"/></imsss:sequencing>'
    assert all(part.is_required for part in read(f"<item>{TWO}{rules}</item>") if part.kind is PartKind.SCO)


DEMANDS = [
    ('<imsss:controlMode choice="false" flow="true"/>', refusals.FixesOrder),
    ('<imsss:controlMode forwardOnly="true"/>', refusals.FixesOrder),
    ('<imsss:controlMode choiceExit="false"/>', refusals.FixesOrder),
    ("<imsss:sequencingRules><imsss:preConditionRule/></imsss:sequencingRules>", refusals.RulesDecide),
    ("<imsss:sequencingRules><imsss:postConditionRule/></imsss:sequencingRules>", refusals.RulesDecide),
    ('<imsss:rollupRules><imsss:rollupRule childActivitySet="any"/></imsss:rollupRules>', refusals.RulesDecide),
    ('<adlseq:rollupConsiderations requiredForCompleted="ifAttempted"/>', refusals.RulesDecide),
    ('<imsss:limitConditions attemptLimit="1"/>', refusals.LimitsAttempts),
    ('<imsss:randomizationControls randomizationTiming="once"/>', refusals.DrawsParts),
    ('<imsss:objectives><imsss:mapInfo targetObjectiveID="g"/></imsss:objectives>', refusals.SharesResults),
]
RELAXED = [
    '<imsss:controlMode choice="true" choiceExit="true" flow="true"/>',
    '<imsss:randomizationControls randomizationTiming="never"/>',
    '<imsss:rollupRules rollupObjectiveSatisfied="true"/>',
    '<imsss:objectives><imsss:primaryObjective objectiveID="p"/></imsss:objectives>',
]


@pytest.mark.parametrize(("rules", "refusal"), DEMANDS)
def test_what_is_not_kept_here_is_refused_and_named(rules, refusal):
    with pytest.raises(refusal, match=r"\([a-z]+\)"):
        read(in_organization(rules))


@pytest.mark.parametrize("rules", RELAXED)
def test_choice_and_flow_are_all_that_a_package_may_ask_for(rules):
    assert len(read(in_organization(rules))) == 2


@pytest.mark.parametrize(("rules", "_refusal"), DEMANDS)
def test_with_one_part_there_is_nothing_between_parts(rules, _refusal):
    assert len(read(in_organization(rules, '<item identifierref="one"/>'))) == 1


def test_prerequisites_of_scorm_1_2_are_refused_and_empty_ones_are_none():
    asked = '<item identifierref="one" identifier="a"/><item identifierref="two"><adlcp:prerequisites>{}</adlcp:prerequisites></item>'
    with pytest.raises(refusals.FixesOrder):
        read(asked.format("a"), V12)
    assert len(read(asked.format(" "), V12)) == 2


def test_rules_of_an_organization_that_is_not_used_ask_nothing():
    other = f'</organization><organization identifier="other">{in_organization(DEMANDS[0][0])}'
    assert len(read(f"{TWO}{other}")) == 2


def test_pages_to_read_alone_are_no_package():
    with pytest.raises(refusals.NothingToLaunch):
        read(TREE, assets=frozenset({"one", "two", "three", "read"}))


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(manifest, "MOST_PARTS", 4)
    with pytest.raises(refusals.TooManyParts):
        read(TREE)


def test_every_part_must_be_among_the_files():
    with pytest.raises(refusals.LaunchMissing, match=r"two\.html"):
        check_package(package(several(V12, TREE), **{name: page for name, page in PAGES.items() if "two" not in name}))
