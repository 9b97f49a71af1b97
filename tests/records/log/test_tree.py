"""The tree is that of RFC 6962: its known vectors, and the definition itself for every size."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.records.log import tree

# The eight leaves with which Certificate Transparency's own tests have worked since 2012, and the roots over them.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
# Leaf, size, and the known audit path.
INCLUSION = [
    (0, 1, ""),
    (
        0,
        8,
        """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    ),
    (
        5,
        8,
        """bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    ),
    (2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    (
        1,
        5,
        """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
    ),
]
CONSISTENCY = [
    (1, 1, ""),
    (
        1,
        8,
        """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    ),
    (
        6,
        8,
        """0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    ),
    (
        2,
        5,
        """5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
    ),
]


def hashes(size: int) -> list[bytes]:
    return [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


@cache
def naive(start: int, end: int) -> bytes:
    """Section 2.1 as it is written, over the numbered leaves."""
    if end - start == 0:
        return sha256(b"").digest()
    if end - start == 1:
        return sha256(b"\x00" + start.to_bytes(4, "big")).digest()
    half = 1
    while half * 2 < end - start:
        half *= 2
    return sha256(b"\x01" + naive(start, start + half) + naive(start + half, end)).digest()


def known(index_or_old: int, size: int, words: str, make: object, leaves: list[bytes]) -> None:
    found = make(index_or_old, size, lambda start, end: tree.tree_hash(leaves[start:end]))
    assert [each.hex() for each in found] == words.split()


def test_the_known_roots_come_out() -> None:
    leaves = [tree.leaf_hash(each) for each in LEAVES]
    assert [tree.tree_hash(leaves[:size]).hex() for size in range(1, 9)] == ROOTS
    assert tree.tree_hash([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("index", "size", "words"), INCLUSION)
def test_the_known_inclusion_proofs_come_out_and_verify(index: int, size: int, words: str) -> None:
    leaves = [tree.leaf_hash(each) for each in LEAVES]
    known(index, size, words, tree.inclusion_proof, leaves)
    proof = [bytes.fromhex(each) for each in words.split()]
    assert tree.root_of_inclusion(leaves[index], index, size, proof).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("old", "new", "words"), CONSISTENCY)
def test_the_known_consistency_proofs_come_out_and_verify(old: int, new: int, words: str) -> None:
    known(old, new, words, tree.consistency_proof, [tree.leaf_hash(each) for each in LEAVES])
    proof = [bytes.fromhex(each) for each in words.split()]
    tree.verify_consistency(old, new, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]), proof)


def test_every_size_up_to_300_has_the_root_of_the_definition_whichever_way_it_is_made() -> None:
    growing = tree.CompactRange()
    leaves = hashes(300)
    for size in range(301):
        assert growing.root() == tree.tree_hash(leaves[:size]) == naive(0, size)
        if size < 300:
            growing.extend([leaves[size]])


def test_each_complete_node_is_told_once_when_its_last_leaf_comes() -> None:
    growing = tree.CompactRange()
    told = {(height, index): node for each in hashes(300) for height, index, node in growing.append(each)}
    expected = {
        (height, index): naive(index << height, (index + 1) << height)
        for height in range(1, 9)
        for index in range(300 >> height)
    }
    assert told == expected


@given(st.data())
def test_any_inclusion_proof_leads_to_the_root_and_from_no_other_leaf(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size, naive)
    assert tree.root_of_inclusion(naive(index, index + 1), index, size, proof) == naive(0, size)
    assert tree.root_of_inclusion(tree.leaf_hash(b"other"), index, size, proof) != naive(0, size)
    for wrong in ([*proof, bytes(32)], proof[:-1]):
        if wrong != proof:
            with pytest.raises(tree.BadProof):
                tree.root_of_inclusion(naive(index, index + 1), index, size, wrong)


@given(st.data())
def test_any_consistency_proof_verifies_and_no_changed_one_does(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, new))
    proof = tree.consistency_proof(old, new, naive)
    tree.verify_consistency(old, new, naive(0, old), naive(0, new), proof)
    changed = [[*proof, bytes(32)], *([proof[:-1], [bytes(32), *proof[1:]]] if proof else [])]
    for wrong in changed:
        with pytest.raises(tree.BadProof):
            tree.verify_consistency(old, new, naive(0, old), naive(0, new), wrong)
    with pytest.raises(tree.BadProof):
        tree.verify_consistency(old, new, bytes(32), naive(0, new), proof)


def test_what_is_outside_of_the_tree_is_refused() -> None:
    for index, size in ((0, 0), (3, 3), (-1, 2)):
        with pytest.raises(ValueError, match="no leaf"):
            tree.inclusion_proof(index, size, naive)
        with pytest.raises(tree.BadProof):
            tree.root_of_inclusion(bytes(32), index, size, [])
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no tree"):
            tree.consistency_proof(old, new, naive)
        with pytest.raises(tree.BadProof):
            tree.verify_consistency(old, new, bytes(32), bytes(32), [])
