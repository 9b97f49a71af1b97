"""Letters on paper: PDF in letter form (GB/T 9704-2012, 10.1), and .docx for those who seal them in their own office."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from lms.core.clock import local_date
from lms.documents.printing import render_pdf
from lms.documents.safe_text import printable
from lms.notices.letters import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from docx.document import Document as DocxDocument
    from docx.text.paragraph import Paragraph

    from lms.notices.letters.models import Letter

TEMPLATE = Path(__file__).parents[1] / "typst" / "letter.typ"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# The faces that the standard asks for; the office's own machine has them.
FANGSONG, BIAOSONG = "FangSong_GB2312", "FZXiaoBiaoSong-B05S"
SIZE_3, SIZE_2, MASTHEAD = Pt(16), Pt(22), Pt(30)
RED = RGBColor(0xD7, 0x00, 0x0F)
LINE = Mm(225 / 22)


def pdf(letters: Sequence[Letter], *, made_at: datetime) -> bytes:
    """One PDF of all of them, each on pages of its own: a single letter, or a batch for the printer."""
    return render_pdf(TEMPLATE, {"letters": [_printed(letter) for letter in letters]}, made_at=made_at)


def docx(letter: Letter) -> bytes:
    """A letter as a Word document on the page of an official letter."""
    document = _page()
    said = _printed(letter)
    _line(document, said["issuer"], size=MASTHEAD, font=BIAOSONG, align=WD_ALIGN_PARAGRAPH.CENTER, colour=RED)
    _line(document, said["reference"], align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "")
    _line(document, said["title"], size=SIZE_2, font=BIAOSONG, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "")
    _line(document, said["to"])
    for words_of_paragraph in said["paragraphs"]:
        _line(document, words_of_paragraph).paragraph_format.first_line_indent = SIZE_3 * 2
    _line(document, "")
    for closing in (said["issuer"], said["day"]):
        _line(document, closing, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.right_indent = SIZE_3 * 4
    if said["contact"]:
        _line(document, said["contact"]).paragraph_format.first_line_indent = SIZE_3 * 2
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _printed(letter: Letter) -> dict[str, Any]:
    return {
        "issuer": printable(letter.issuer),
        "reference": printable(letter.reference),
        "title": printable(letter.title),
        "to": printable(words.salutation(letter.addressee)),
        "paragraphs": [printable(each) for each in letter.paragraphs],
        "day": words.day(local_date(letter.signed_at)),
        "contact": printable(words.contact(letter.contact)),
    }


def _page() -> DocxDocument:
    """A4 with the margins of GB/T 9704-2012, 5.2.1."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    return document


def _line(
    document: DocxDocument,
    text: str,
    *,
    size: Pt = SIZE_3,
    font: str = FANGSONG,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    colour: RGBColor | None = None,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = LINE if size == SIZE_3 else None
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, font
    # Word takes the face of Chinese characters from an attribute of its own.
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph
