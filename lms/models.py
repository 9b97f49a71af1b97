"""Every table of the house, imported for their side effect on `Base.metadata`: for migrations and tests."""

import importlib
from pathlib import Path

from lms.core.database import Base

ROOT = Path(__file__).resolve().parent

for _file in sorted(ROOT.glob("**/models.py")):
    _module = ".".join(_file.relative_to(ROOT.parent).with_suffix("").parts)
    if _module != __name__:
        importlib.import_module(_module)

metadata = Base.metadata
