"""Tiny packages, made by the test itself."""

from __future__ import annotations

import zipfile
from io import BytesIO

V12 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>代表建议怎么写</title>
    <item identifier="i" identifierref="r"><title>第一部分</title><adlcp:masteryscore>80</adlcp:masteryscore></item>
  </organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"/></resources>
</manifest>"""
V2004 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>预算怎么看</title>
    <item identifier="i" identifierref="r" parameters="?lang=zh"><title>第一部分</title>
      <adlcp:dataFromLMS>起始数据</adlcp:dataFromLMS></item>
  </organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html"/></resources>
</manifest>"""

PART_12 = '<resource identifier="{name}" type="webcontent" adlcp:scormtype="{kind}" href="{name}.html"/>'
PART_2004 = PART_12.replace("scormtype", "scormType")
RULES = 'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'


def several(manifest: str, items: str, *, assets: frozenset[str] = frozenset({"read"})) -> str:
    """The manifest with these items in place of its own; `one`, `two`, `three` and `read` are what they can start."""
    part = PART_12 if manifest == V12 else PART_2004
    kinds = {name: "asset" if name in assets else "sco" for name in ("one", "two", "three", "read")}
    resources = "".join(part.format(name=name, kind=kind) for name, kind in kinds.items())
    before, _item, after = manifest.partition("<item ")
    kept = before.replace("<manifest ", f"<manifest {RULES} ", 1)
    rest = after[after.index("</organization>") :]
    return kept + items + rest.replace("<resources>", f"<resources>{resources}")


PAGES: dict[str, str | bytes] = {f"{name}__html": f"<p>{name}</p>" for name in ("one", "two", "three", "read")}
# A page to read, a chapter with two parts, and a last one: positions 0, 2, 3 and 4.
TREE = """<item identifierref="read"><title>学习说明</title></item>
<item><title>第一章</title>
  <item identifierref="one"><title>法律怎样规定</title></item>
  <item identifierref="two"><title>动笔之前</title></item>
</item>
<item identifierref="three"><title>小结</title></item>"""


def package(manifest: str | None = V12, **files: str | bytes) -> BytesIO:
    """A package of one page; `files` adds others or puts them in place, `a__b` standing for a dot."""
    return zipped(
        {**({"imsmanifest.xml": manifest} if manifest is not None else {}), "index.html": "<p>学习</p>"}, files
    )


def zipped(*files: dict[str, str | bytes]) -> BytesIO:
    """A .zip of these files, the later ones in place of the earlier."""
    target = BytesIO()
    together: dict[str, str | bytes] = {}
    for each in files:
        together |= {name.replace("__", "."): data for name, data in each.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in together.items():
            # Without the time of day, so that the same files are the same package.
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    target.seek(0)
    return target
