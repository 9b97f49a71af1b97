"""The Merkle tree of RFC 6962, section 2.1: hashes, proofs and their verification. Pure; it reads nothing.

Hashes are 32 bytes. `D[a:b]` are the leaves a … b-1, and MTH is the tree hash that section 2.1 defines.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    RangeHash = Callable[[int, int], bytes]

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
LEAF, NODE = b"\x00", b"\x01"


class BadProof(ValueError):
    """A proof does not lead to the root that it should."""


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data)."""
    return sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(NODE + left + right).digest()


def level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """The hashes of pairs; an odd last one is left out, for its subtree is not complete."""
    each = iter(hashes)
    return [sha256(NODE + left + right).digest() for left, right in zip(each, each, strict=False)]


def join_peaks(peaks: Sequence[bytes]) -> bytes:
    """The root over the complete subtrees of a tree, the widest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def tree_hash(hashes: Sequence[bytes]) -> bytes:
    """MTH over leaf hashes, or over the hashes of equally high complete subtrees."""
    peaks: list[bytes] = []
    level = list(hashes)
    while level:
        if len(level) % 2:
            peaks.append(level[-1])
        level = level_above(level)
    return join_peaks(peaks[::-1])


class CompactRange:
    """A growing tree that remembers only its peaks: as many hashes as the size has one-bits."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def append(self, subtree: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add a leaf hash, and yield each node that becomes complete with it: height, index and hash.

        Of a range over subtrees of height h, heights count from h. The nodes must be drained: the tree grows as
        they are made.
        """
        index, height = self.size, 0
        while index & 1:
            subtree = node_hash(self.peaks.pop(), subtree)
            index >>= 1
            height += 1
            yield height, index, subtree
        self.peaks.append(subtree)
        self.size += 1

    def extend(self, subtrees: Iterable[bytes]) -> None:
        """Add many."""
        for each in subtrees:
            for _node in self.append(each):
                pass

    def root(self) -> bytes:
        """MTH of what was added so far."""
        return join_peaks(self.peaks)


def subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees that make up D[start:end], from the left: height and index.

    `start` must be a multiple of the widest one, as it is for every range of a proof.
    """
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def inclusion_proof(index: int, size: int, range_hash: RangeHash) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.1 for leaf `index` of a tree of `size`.

    Args:
        range_hash: gives MTH(D[start:end]).

    Raises:
        ValueError: there is no such leaf in a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} has no leaf {index}")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_hash(middle, end))
            end = middle
        else:
            proof.append(range_hash(start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, range_hash: RangeHash) -> list[bytes]:
    """PROOF(m, D[n]) of section 2.1.2: that the tree of `new` leaves goes on from the tree of `old`.

    Raises:
        ValueError: not 0 < old <= new.
    """
    if not 0 < old <= new:
        raise ValueError(f"no tree goes on from {old} leaves to {new}")
    proof, start, end = [], 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(range_hash(middle, end))
            end = middle
        else:
            proof.append(range_hash(start, middle))
            start = middle
    if start:
        proof.append(range_hash(start, end))
    return proof[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root to which an inclusion proof leads from a leaf hash (RFC 9162, section 2.1.3.2).

    Raises:
        BadProof: the proof does not have the length that index and size ask for.
    """
    if not 0 <= index < size:
        raise BadProof("the leaf lies outside of the tree")
    at, last, root = index, size - 1, leaf
    for each in proof:
        if last == 0:
            raise BadProof("the proof is too long")
        if at & 1 or at == last:
            root = node_hash(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, each)
        at, last = at >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """See that a tree goes on from an older one (RFC 9162, section 2.1.4.2).

    Raises:
        BadProof: it does not, or the proof is not one.
    """
    if not 0 < old <= new:
        raise BadProof("the sizes are in the wrong order")
    if old == new:
        if proof or old_root != new_root:
            raise BadProof("two trees of one size differ")
        return
    was, now = _roots_of_consistency(old, new, old_root, proof)
    if was != old_root or now != new_root:
        raise BadProof("the newer tree does not go on from the older one")


def _roots_of_consistency(old: int, new: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The two roots to which a consistency proof leads."""
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise BadProof("the proof is too short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for each in path[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if at & 1 or at == last:
            was, now = node_hash(each, was), node_hash(each, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, each)
        at, last = at >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return was, now


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)
