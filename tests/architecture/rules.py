"""The checkers of the architecture: each takes what it checks and says what is wrong. Each is tried on a planted fault."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lms.core.permissions import access_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from flask import Flask

CHINESE = re.compile(r"[\u3400-\u9fff]")
# With its punctuation, which a template has no other use for.
CHINESE_TEXT = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", re.IGNORECASE)
LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def unmarked_views(app: Flask) -> list[str]:
    """Endpoints whose view bears no mark of who may open it."""
    return sorted(name for name, view in app.view_functions.items() if name != "static" and access_of(view) is None)


def anonymous_views(app: Flask) -> set[str]:
    """Endpoints that everyone may open."""
    return {name for name, view in app.view_functions.items() if access_of(view) == "anonymous"} | {"static"}


def pages_without_a_way(app: Flask, in_navigation: Collection[str], linked: Collection[str]) -> list[str]:
    """Pages without arguments that are neither in the navigation nor linked from a template."""
    pages = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments)
    return sorted({rule.endpoint for rule in pages} - set(in_navigation) - set(linked))


def addresses_not_in_kebab_case(app: Flask) -> list[str]:
    """Addresses with capital letters or underscores outside their placeholders, or with untyped placeholders."""
    faults = []
    for rule in app.url_map.iter_rules():
        bare = re.sub(r"<[^>]*>", "", rule.rule)
        untyped = [argument for argument in re.findall(r"<([^>]*)>", rule.rule) if ":" not in argument]
        if re.search(r"[A-Z_]", bare) or untyped:
            faults.append(rule.rule)
    return faults


def clock_readers(source: str) -> Iterator[int]:
    """Lines that read the time by themselves."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "datetime.now",
            "datetime.utcnow",
            "datetime.today",
            "date.today",
            "time.time",
        ):
            yield node.lineno


def committers(source: str) -> Iterator[int]:
    """Lines that commit by themselves: `transaction()` alone does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "commit":
            yield node.lineno


def imports_of(source: str, *roots: str) -> Iterator[int]:
    """Lines that import one of the packages; imports for type checking only do not count."""
    tree = ast.parse(source)
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        if any(name == root or name.startswith(f"{root}.") for name in names for root in roots):
            yield node.lineno


def chinese_literals(source: str) -> Iterator[int]:
    """Lines with Chinese in a string that is no docstring."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if is_text and CHINESE.search(node.value):
            yield node.lineno


def chinese_in_template(text: str) -> Iterator[int]:
    """Lines of a template with Chinese outside comments."""
    bare = re.sub(r"\{#.*?#\}", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), start=1):
        if CHINESE_TEXT.search(line):
            yield number


def inline_code(text: str) -> Iterator[int]:
    """Lines of a template with what the Content-Security-Policy refuses: inline script, style or handlers."""
    bare = re.sub(r"\{#.*?#\}", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), start=1):
        if INLINE.search(line):
            yield number


def long_parts(source: str) -> Iterator[int]:
    """The first line of each function over 40 lines, and line 301 of a file that has one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION:
            yield node.lineno
    if source.count("\n") > LONGEST_FILE:
        yield LONGEST_FILE + 1


def foreign_hosts(text: str) -> list[str]:
    """Addresses of other hosts that a page or style sheet would fetch from."""
    return re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//[^\"']+|url\([\"']?(?:https?:)?//[^)]+", text)


def faults(files: Iterable[Path], checker: object, root: Path) -> list[str]:
    """`file:line` for each fault that a checker finds in the files."""
    found = []
    for path in sorted(files):
        found += [f"{path.relative_to(root)}:{line}" for line in checker(path.read_text(encoding="utf-8"))]
    return found
