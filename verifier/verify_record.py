"""Checks an exported performance record without the platform: 履职档案独立核验程序。

It needs Python 3.9 or newer and the package `cryptography`, and nothing else. Run it as

    python -I verify_record.py record.json [--keys keys.txt] [--checkpoint kept.txt [--consistency proof.json]]

Exit code: 0 all is whole, 1 something was changed, 2 it could not be decided (a file cannot be read, or a proof is
missing). The formats are RFC 6962 (the tree), RFC 8032 (Ed25519) and C2SP's signed-note and tlog-checkpoint.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WHOLE, CHANGED, UNDECIDED = 0, 1, 2
ED25519 = b"\x01"
MARK = "\u2014 "


class Undecided(Exception):
    """A file is missing or is not what it should be: Chinese and English words."""


class Changed(Exception):
    """Something does not agree: Chinese and English words."""


class Key(NamedTuple):
    name: str
    key_hash: bytes
    public: bytes


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def say(chinese: str, english: str) -> None:
    sys.stdout.write(f"{chinese}\n    {english}\n")


# Files.


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Undecided(f"无法读取文件：{path}", f"This file cannot be read: {path}") from None


def read_json(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except ValueError:
        raise Undecided(f"文件格式不正确：{path}", f"This file is no JSON: {path}") from None


def read_keys(lines: list[str]) -> list[Key]:
    keys = []
    for line in lines:
        name, plus, rest = line.strip().partition("+")
        if not plus:
            continue
        try:
            key_hash, _, encoded = rest.partition("+")
            material = base64.b64decode(encoded, validate=True)
            key = Key(name, bytes.fromhex(key_hash), material[1:])
        except ValueError:
            raise Undecided("公钥格式不正确。", "A key cannot be read.") from None
        right = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
        if material[:1] != ED25519 or len(key.public) != 32 or right != key.key_hash:
            raise Undecided("公钥格式不正确。", "A key cannot be read.")
        keys.append(key)
    if not keys:
        raise Undecided("没有可用的公钥。", "There is no key to check signatures with.")
    return keys


# The checkpoint.


def open_checkpoint(note: str, keys: list[Key]) -> Checkpoint:
    """What a checkpoint states, once its signature is found to hold."""
    text, blank, signatures = (note.replace("\r\n", "\n").strip() + "\n").rpartition("\n\n")
    text += "\n"
    try:
        origin, size, root = text.split("\n")[:3]
        stated = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError:
        raise Undecided("校验点格式不正确。", "The checkpoint cannot be read.") from None
    if not blank or len(stated.root) != 32:
        raise Undecided("校验点格式不正确。", "The checkpoint cannot be read.")
    for line in signatures.splitlines():
        name, _, encoded = line[len(MARK) :].partition(" ")
        for key in keys:
            if line.startswith(MARK) and name == origin == key.name and is_signed_by(key, encoded, text):
                return stated
    raise Changed("校验点的签名不成立。", "The signature of the checkpoint does not hold.")


def is_signed_by(key: Key, encoded: str, text: str) -> bool:
    try:
        marked = base64.b64decode(encoded, validate=True)
        if marked[:4] != key.key_hash:
            return False
        Ed25519PublicKey.from_public_bytes(key.public).verify(marked[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


# The tree.


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """RFC 9162, section 2.1.3.2; None if the proof is none."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, each)
        at, last = at >> 1, last >> 1
    return None if last else root


def goes_on(old: Checkpoint, new: Checkpoint, proof: list[bytes]) -> bool:
    """RFC 9162, section 2.1.4.2: whether the newer tree holds the older one unchanged."""
    if old.size == new.size:
        return old.root == new.root
    path = [old.root, *proof] if old.size & (old.size - 1) == 0 else proof
    if not path or old.size <= 0:
        return False
    at, last = old.size - 1, new.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node(each, was), node(each, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node(now, each)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old.root and now == new.root


# The entries.


def check_entry(entry: dict[str, Any], checkpoint: Checkpoint | None, seen: set[bytes]) -> str:
    """`whole`, `erased` or `pending`; raises Changed with what is wrong."""
    canonical = entry["canonical"].encode()
    said = json.loads(canonical)
    payload = entry["payload"]
    if canonical in seen:
        raise Changed("同一条目出现两次。", "It is in the file twice.")
    seen.add(canonical)
    if payload is not None:
        salted = bytes.fromhex(payload["salt"]) + payload["content"].encode()
        if hashlib.sha256(salted).hexdigest() != said["payload_sha256"]:
            raise Changed("具体内容已被改动。", "Its details were changed.")
    if entry["leaf"] is None:
        return "pending"
    if checkpoint is None:
        raise Changed("缺少校验点。", "There is no checkpoint for it.")
    leaf = hashlib.sha256(b"\x00" + canonical).digest()
    proof = [base64.b64decode(each, validate=True) for each in entry["proof"]]
    if root_from(leaf, entry["leaf"], checkpoint.size, proof) != checkpoint.root:
        raise Changed("与存证日志不一致，条目已被改动。", "It is not what stands in the log: the entry was changed.")
    return "erased" if payload is None else "whole"


def check_entries(entries: list[Any], checkpoint: Checkpoint | None) -> dict[str, int]:
    counts = {"whole": 0, "erased": 0, "pending": 0, "changed": 0}
    seen: set[bytes] = set()
    for entry in entries:
        try:
            state = check_entry(entry, checkpoint, seen)
        except Changed as fault:
            counts["changed"] += 1
            say(f"× {title(entry)}：{fault.args[0]}", f"{fault.args[1]}")
        except (KeyError, TypeError, ValueError, AttributeError):
            counts["changed"] += 1
            say("× 有一条记录无法读取。", "An entry cannot be read.")
        else:
            counts[state] += 1
    return counts


def title(entry: dict[str, Any]) -> str:
    said = json.loads(entry["canonical"])
    return f"{said.get('occurred_on')} {said.get('kind')} {said.get('id')}"


# The whole.


def check(options: argparse.Namespace) -> int:
    bundle = read_json(options.record)
    if not isinstance(bundle, dict) or bundle.get("format") != "performance-record-proof" or bundle.get("v") != 1:
        raise Undecided("这不是履职档案证明文件。", "This is no exported record of version 1.")
    given = read_text(options.keys).splitlines() if options.keys else list(bundle.get("keys", []))
    keys = read_keys(given)
    note = bundle.get("checkpoint")
    checkpoint = open_checkpoint(note, keys) if note else None
    counts = check_entries(list(bundle.get("entries", [])), checkpoint)
    result = CHANGED if counts["changed"] else WHOLE
    tell_counts(counts, checkpoint)
    if not options.keys:
        say(
            "注意：所用公钥来自档案文件本身。请用另行取得的公钥（--keys）再核验一次。",
            "Note: the keys came with the file. Please check again with keys that you got another way (--keys).",
        )
    if options.checkpoint:
        result = max(result, compare(checkpoint, keys, options), key=(WHOLE, UNDECIDED, CHANGED).index)
    return result


def compare(checkpoint: Checkpoint | None, keys: list[Key], options: argparse.Namespace) -> int:
    """Hold the record's checkpoint against one that was kept outside."""
    kept = open_checkpoint(read_text(options.checkpoint), keys)
    if checkpoint is None or checkpoint.origin != kept.origin:
        raise Changed("与您留存的校验点不属于同一存证日志。", "The checkpoint that you kept is of another log.")
    old, new = sorted((checkpoint, kept), key=lambda each: each.size)
    if old.size != new.size and not options.consistency:
        say(
            f"尚未与您留存的校验点比对：请下载 /log/consistency/{old.size}/{new.size}，再加 --consistency 核验。",
            f"Not compared with the checkpoint that you kept: please fetch /log/consistency/{old.size}/{new.size} and give it with --consistency.",
        )
        return UNDECIDED
    proof: list[bytes] = []
    if options.consistency:
        found = read_json(options.consistency)
        try:
            proof = [base64.b64decode(each, validate=True) for each in found["proof"]]
        except (KeyError, TypeError, ValueError):
            raise Undecided("一致性证明格式不正确。", "The proof of consistency cannot be read.") from None
    if not goes_on(old, new, proof):
        raise Changed(
            "与您留存的校验点不一致，存证日志已被改动。",
            "The log is not the one that you kept a checkpoint of: it was changed.",
        )
    say(
        "与您留存的校验点一致，存证日志此后只有增加。",
        "It agrees with the checkpoint that you kept: since then the log has only grown.",
    )
    return WHOLE


def tell_counts(counts: dict[str, int], checkpoint: Checkpoint | None) -> None:
    if checkpoint is not None:
        say(
            f"存证日志：{checkpoint.origin}，共 {checkpoint.size} 条，签名有效。",
            f"Log: {checkpoint.origin}, {checkpoint.size} entries; the signature holds.",
        )
    say(f"完整、未被改动：{counts['whole']} 条。", f"Whole and unchanged: {counts['whole']}.")
    if counts["erased"]:
        say(f"条目完整，内容已依申请删除：{counts['erased']} 条。", f"Whole, details erased: {counts['erased']}.")
    if counts["pending"]:
        say(
            f"等待编入存证日志：{counts['pending']} 条，请稍后重新下载核验。",
            f"Not in the log yet: {counts['pending']}. Please download and check again later.",
        )
    if counts["changed"]:
        say(f"有问题：{counts['changed']} 条。", f"Not as they should be: {counts['changed']}.")


def main() -> int:
    parser = argparse.ArgumentParser(description="履职档案独立核验 / checks an exported performance record")
    parser.add_argument("record", type=Path, help="下载的档案证明文件 / the file downloaded from the platform")
    parser.add_argument("--keys", type=Path, help="另行取得的公钥 / keys that you got another way")
    parser.add_argument("--checkpoint", type=Path, help="您留存的校验点 / a checkpoint that you kept")
    parser.add_argument("--consistency", type=Path, help="一致性证明 / the proof between the two checkpoints")
    options = parser.parse_args()
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    try:
        result = check(options)
    except (Undecided, Changed) as fault:
        say(*fault.args)
        result = CHANGED if isinstance(fault, Changed) else UNDECIDED
    said = {
        WHOLE: ("结论：记录完整，未被改动。", "Result: the record is whole and was not changed."),
        CHANGED: (
            "结论：发现改动，请联系贵单位的人大代表工作机构。",
            "Result: something was changed. Please tell the office for deputies' work.",
        ),
        UNDECIDED: ("结论：尚不能判断。", "Result: it could not be decided."),
    }
    say(*said[result])
    return result


if __name__ == "__main__":
    sys.exit(main())
