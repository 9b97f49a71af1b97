"""Every table of the house, imported for their side effect on `Base.metadata`: for migrations and tests."""

import importlib
from pathlib import Path

from lms.core.database import Base

ROOT = Path(__file__).resolve().parent
MARK = "    __tablename__ ="

for _file in sorted(ROOT.glob("*/**/*.py")):
    if MARK in _file.read_text(encoding="utf-8"):
        importlib.import_module(".".join(_file.relative_to(ROOT.parent).with_suffix("").parts))

metadata = Base.metadata
