"""A Word document in the making: A4, fonts of official documents, tables with lines, nothing of a template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ui.words.messages import Language

TEXT_MM: Final = 165.0
"""Width of the text on an upright page."""
_FONTS: Final = {"zh": ("Times New Roman", "仿宋", "黑体"), "en": ("Calibri", "等线", "等线")}
_TITLE_PT: Final = 22
_PROPERTY_MOST: Final = 255  # characters, says ECMA-376 part 2
_HEADING_PT: Final = 14
BODY_PT: Final = 12
_TABLE_PT: Final = 9
_BOX_MM: Final = 10.0
"""A row that is higher than this is a box to be written into, from its top."""


class WordPaper:
    """A document in the making: A4, fonts as official documents have them, tables with lines and repeated headings."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._document = Document()
        _forget_template(self._document)
        latin, body, heading = _FONTS.get(language, _FONTS["en"])
        self._heading_font = heading
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = latin, Pt(BODY_PT)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), body)
        style.paragraph_format.space_after = Pt(0)
        self._speak_chinese()
        for name in ("Title", "Heading 1"):
            self._document.styles[name].font.color.rgb = RGBColor(0, 0, 0)
        below = self._document.styles["Title"].element.pPr
        for line in below.findall(qn("w:pBdr")):  # official titles have no line below them
            below.remove(line)
        self._size(self._document.sections[0], upright=True)

    def _speak_chinese(self) -> None:
        """Say that East Asian letters are Chinese, which decides how lines break and which font stands in.

        Names are Chinese in an English record too; the template that python-docx brings says en-US, and ja-JP.
        """
        for element, tag in (
            (self._document.styles.element, "w:lang"),
            (self._document.settings.element, "w:themeFontLang"),
        ):
            for said in element.iter(qn(tag)):
                said.set(qn("w:val"), "zh-CN" if self.language == "zh" else "en-GB")
                said.set(qn("w:eastAsia"), "zh-CN")

    def properties(self, title: str) -> None:
        """Say what the document is about, for lists of files."""
        about, now = self._document.core_properties, dt.datetime.now(dt.UTC).replace(microsecond=0, tzinfo=None)
        about.title, about.author, about.last_modified_by = title[:_PROPERTY_MOST], "GridMap", "GridMap"
        about.comments, about.keywords, about.language = "", "", {"zh": "zh-CN"}.get(self.language, "en-GB")
        about.created = about.modified = now
        about.revision = 1

    def save(self, place: Path) -> None:
        """Write the file."""
        self._document.save(str(place))

    def paragraph(self, said: str) -> None:
        """Write a paragraph of running text, its first line two letters in as Chinese texts have it."""
        paragraph = self._line(said, BODY_PT, after=4)
        paragraph.paragraph_format.line_spacing = 1.5
        paragraph.paragraph_format.keep_with_next = True
        if self.language == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)

    def new_page(self) -> None:
        """Begin another page."""
        self._document.add_page_break()

    def title(self, said: str) -> None:
        """Write the title in the middle."""
        self._line(said, _TITLE_PT, bold=True, middle=True, after=14, style="Title")

    def heading(self, said: str) -> None:
        """Write the heading of an annex."""
        self._line(said, _HEADING_PT, bold=True, before=10, after=6, style="Heading 1")

    def caption(self, said: str, *, middle: bool = False) -> None:
        """Write a line above a table or a picture, or in the middle below one."""
        paragraph = self._line(said, _TABLE_PT + 1 if middle else BODY_PT, bold=True, before=4, after=3, middle=middle)
        paragraph.paragraph_format.keep_with_next = True

    def note(self, said: str) -> None:
        """Write a small line."""
        self._line(said, _TABLE_PT + 1, before=6)

    def gap(self) -> None:
        """Leave a little room, without which two tables grow together."""
        self._line("", 4)

    def picture(self, place: Path, width_mm: float = TEXT_MM) -> None:
        """Put a picture across the page."""
        shape = self._document.add_picture(str(place), width=Mm(width_mm))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # unsaid, LibreOffice leaves an eighth of an inch
        self._document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER

    def landscape(self) -> None:
        """Begin a page on its side."""
        self._size(self._document.add_section(), upright=False)

    def portrait(self) -> None:
        """Begin an upright page."""
        self._size(self._document.add_section(), upright=True)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        right: Sequence[int] = (),
        size: float = _TABLE_PT,
        bold_first: bool = False,
        height_mm: float = 0.0,
    ) -> None:
        """Write a table with lines; its headings, if any, are repeated on every page.

        Parameters
        ----------
        widths : sequence of float
            Millimetres, one to a column.
        right : sequence of int
            Columns of numbers.
        height_mm : float
            Of every row, at least. In a low row text stands in the middle.
        """
        table = self._document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)  # WPS goes by these, Word by the cells'
        for number, row in enumerate([heads, *rows] if heads else rows):
            is_head = bool(heads) and number == 0
            line = table.add_row()
            if height_mm:
                line.height = Mm(height_mm)
            _keep_together(line, repeats=is_head)
            for at, (cell, said, width) in enumerate(zip(line.cells, row, widths, strict=True)):
                cell.width = Mm(width)
                if 0 < height_mm < _BOX_MM:
                    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                bold = is_head or (bold_first and at == 0)
                self._cell(cell, said, size, bold=bold, middle=is_head, right=at in right and not is_head)

    def _cell(self, cell: Any, said: str, size: float, *, bold: bool, middle: bool, right: bool) -> None:
        paragraph = cell.paragraphs[0]
        self._run(paragraph, said, size, bold=bold)
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _line(
        self,
        said: str,
        size: float,
        *,
        bold: bool = False,
        middle: bool = False,
        before: float = 0.0,
        after: float = 0.0,
        style: str = "Normal",
    ) -> Any:
        paragraph = self._document.add_paragraph(style=style)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, said, size, bold=bold)
        return paragraph

    def _run(self, paragraph: Any, said: str, size: float, *, bold: bool) -> None:
        run = paragraph.add_run(said)
        run.font.size, run.font.bold = Pt(size), bold
        latin, body, _ = _FONTS.get(self.language, _FONTS["en"])
        run.font.name = latin
        run._element.rPr.rFonts.set(qn("w:eastAsia"), self._heading_font if bold else body)

    def _size(self, section: Any, *, upright: bool) -> None:
        wide, high = (Mm(210), Mm(297)) if upright else (Mm(297), Mm(210))
        section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = wide, high
        section.left_margin = section.right_margin = Mm(22 if upright else 16)
        section.top_margin = section.bottom_margin = Mm(20 if upright else 16)


def _keep_together(row: Any, *, repeats: bool) -> None:
    """Let a row not be split between two pages, and one of headings stand on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


_ABOUT: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>GridMap</Application></Properties>"
)


def _forget_template(document: Any) -> None:
    """Take out what the template that python-docx brings says of itself: picture, data, what made it."""
    settings = document.settings.element
    for sessions in settings.findall(qn("w:rsids")):  # numbers of when somebody else wrote in it
        settings.remove(sessions)
    package = document.part.package
    for rels in (package.rels, document.part.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/customXml")):
                del rels[key]
            elif rel.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES and rel.target_part.partname == PackURI(
                "/docProps/app.xml"
            ):
                rel.target_part._blob = _ABOUT
