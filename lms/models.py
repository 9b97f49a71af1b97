"""Every table of the house, imported for their side effect on `Base.metadata`: for migrations and tests.

Rooms keep their tables in `models`; the cellar (`core`) keeps each of its few beside its verbs.
"""

import importlib
from pathlib import Path

from lms.core.database import Base

ROOT = Path(__file__).resolve().parent

for _file in sorted({*ROOT.glob("*/**/models.py"), *ROOT.glob("*/**/models/*.py"), *ROOT.glob("core/**/*.py")}):
    importlib.import_module(".".join(_file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"))

metadata = Base.metadata
