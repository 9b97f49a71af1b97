"""Who listens to events or registers jobs is known to every process."""

from __future__ import annotations

import ast

from lms.core.settings import ROOT

REGISTERS = {"subscribe", "events.subscribe", "job", "jobs.job"}


def registers(source: str) -> bool:
    """Whether a module decorates a function with `@subscribe(…)` or `@job(…)`."""
    return any(
        isinstance(decorator, ast.Call) and ast.unparse(decorator.func) in REGISTERS
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    )


def missing(handlers: str, modules: dict[str, str]) -> list[str]:
    """The modules that register something and are not imported by `lms.handlers`."""
    imported = {
        alias.name for node in ast.walk(ast.parse(handlers)) if isinstance(node, ast.Import) for alias in node.names
    }
    return sorted(name for name, source in modules.items() if registers(source) and name not in imported)


def test_the_checker_sees_a_planted_fault() -> None:
    planted = {"lms.a.jobs": "@job('a.b', title='x')\ndef b(context): ...", "lms.b": "@other()\ndef b(): ..."}
    assert missing("import lms.c", planted) == ["lms.a.jobs"]
    assert missing("import lms.a.jobs", planted) == []


def test_every_module_that_registers_is_imported() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in (ROOT / "lms").rglob("*.py")
    }
    assert missing((ROOT / "lms" / "handlers.py").read_text(encoding="utf-8"), modules) == []
