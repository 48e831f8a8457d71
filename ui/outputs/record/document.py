"""The record of adjustment as a Word document: form with opinions and seals, then tables and maps as annexes."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gridmap.people.privacy import Profile
from gridmap.project.comparison import Comparison
from gridmap.storage.whole_files import whole_files
from ui.outputs.record import words
from ui.outputs.record.maps import WIDTH_MM, draw_maps
from ui.outputs.record.tables import SIDES, RecordTables, facts_of
from ui.words.messages import Language, origin_of, text

BUILDINGS_MOST: Final = 200
"""A document lists so many buildings; the workbook has all."""

_FONTS: Final = {"zh": ("Times New Roman", "仿宋", "黑体"), "en": ("Calibri", "等线", "等线")}
_TITLE_PT: Final = 22
_PROPERTY_MOST: Final = 255  # characters, says ECMA-376 part 2
_HEADING_PT: Final = 14
_BODY_PT: Final = 12
_TABLE_PT: Final = 9


def write_document(
    comparison: Comparison, path: Path, *, title: str, language: Language, privacy: Profile, on: dt.date
) -> None:
    """Write the record as .docx; see :func:`ui.outputs.record.write_record`."""
    with whole_files(path) as place, tempfile.TemporaryDirectory(dir=place.parent) as folder:
        maps = draw_maps(comparison, Path(folder), language)
        paper = _Paper(language)
        paper.properties(title or text("record-heading", language))
        _form(paper, comparison, title, on)
        paper.landscape()
        _grids(paper, RecordTables(comparison, language, privacy))
        _totals(paper, comparison)
        paper.portrait()
        if maps is not None:
            paper.heading(text("record-annex-maps", language))
            for side, picture in zip(SIDES, maps, strict=True):
                paper.caption(text(f"record-map-{side}", language))
                paper.picture(picture)
            paper.note(text("record-map-note", language))
        _buildings(paper, RecordTables(comparison, language, privacy))
        origin = origin_of(comparison.after.facts(), language)
        if origin:
            paper.note(origin)
        paper.save(place)


def _form(paper: _Paper, comparison: Comparison, title: str, on: dt.date) -> None:
    """Write the first page: facts, reasons to be filled in, opinions with seals, who made it."""
    language = paper.language
    paper.title(text("record-heading", language))
    paper.table([], facts_of(comparison, title, language), widths=(42, 123), size=_BODY_PT, bold_first=True)
    paper.gap()
    blanks = [(text(f"record-{key}", language), "") for key in ("basis", "reason")]
    paper.table([], blanks, widths=(42, 123), size=_BODY_PT, bold_first=True, height_mm=20)
    paper.gap()
    after = comparison.after
    opinions = [
        (text("record-opinion", language, level=words.units_of(after, level, language)), text("record-seal", language))
        for level in reversed(after.scheme.levels[:-1])
    ]
    opinions.append((text("record-opinion-centre", language), text("record-seal", language)))
    paper.table([], opinions, widths=(42, 123), size=_BODY_PT, bold_first=True, height_mm=25)
    day = text("record-day", language, year=on.year, month=on.month, day=on.day)
    paper.note(text("record-made-by", language, date=day))


def _grids(paper: _Paper, tables: RecordTables) -> None:
    language, rows = paper.language, tables.comparison.grids
    paper.heading(text("record-annex-grids", language))
    pairs = {
        key: [
            words.changed(words.whole(a), words.whole(b))
            for a, b in zip(rows[f"{key}_before"], rows[f"{key}_after"], strict=True)
        ]
        for key in ("households", "residents", "area_m2")
    }
    standard = _both(*(words.standards(rows, side, language) for side in SIDES))
    answers = _both(*(tables.answers(side) for side in SIDES))
    branches = _both(*(tables.person("branches", side) for side in SIDES))
    codes, names = (_both(*(tables.person(key, side) for side in SIDES)) for key in ("code", "name"))
    columns = [
        [words.status_word(status, language) for status in rows["status"]],
        [f"{name}\n{code}" for name, code in zip(names, codes, strict=True)],
        *pairs.values(),
        standard,
        answers,
        branches,
    ]
    heads = ["change", "name", "households", "residents", "area_m2", "standard", "answers", "branches"]
    paper.table(
        [tables.head(key) for key in heads],
        list(zip(*columns, strict=True)),
        widths=(16, 48, 30, 30, 40, 26, 32, 42),
        right=(2, 3, 4),
    )


def _both(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return texts before and after; of a grid that is only on one side, the one there is."""
    return [
        b if a == words.NOTHING else a if b == words.NOTHING else words.changed(a, b)
        for a, b in zip(before, after, strict=True)
    ]


def _totals(paper: _Paper, comparison: Comparison) -> None:
    language, table = paper.language, comparison.totals
    level = words.units_of(comparison.after, comparison.level, language)
    paper.heading(text("record-annex-totals", language, level=level))
    kinds = [kind for kind in comparison.after.scheme.kinds if f"n_{kind.key}_before" in table.columns]
    keys = [*(f"n_{kind.key}" for kind in kinds), "households", "residents", "staffed", "branch_covered"]
    heads = [*(kind.name.in_language(language) for kind in kinds)]
    heads += [words.heading(key, language) for key in keys[len(kinds) :]]
    columns = [
        [
            f"{name}\n{code}".rstrip()
            for name, code in zip(words.names_of_totals(comparison, language), table["code"], strict=True)
        ],
        *(
            [
                words.changed(words.whole(a), words.whole(b))
                for a, b in zip(table[f"{key}_before"], table[f"{key}_after"], strict=True)
            ]
            for key in keys
        ),
    ]
    widths = (56, *([208 / len(keys)] * len(keys)))
    right = tuple(range(1, len(keys) + 1))
    paper.table([level, *heads], list(zip(*columns, strict=True)), widths=widths, right=right)


def _buildings(paper: _Paper, tables: RecordTables) -> None:
    language, count = paper.language, len(tables.comparison.buildings)
    paper.heading(text("record-annex-buildings", language))
    if not count:
        paper.note(text("record-no-buildings", language))
        return
    columns = tables.buildings()
    rows = list(zip(*(_texts(column.values[:BUILDINGS_MOST]) for column in columns), strict=True))
    heads = [column.heading for column in columns]
    paper.table(heads, rows, widths=(38, 27, 38, 38, 12, 12), right=(4, 5))
    if count > BUILDINGS_MOST:
        paper.note(text("record-more-buildings", language, count=count - BUILDINGS_MOST))


def _texts(values: Sequence[Any]) -> list[str]:
    return [value if isinstance(value, str) else f"{value:,}" for value in values]


class _Paper:
    """A document in the making: A4, fonts as official documents have them, tables with lines and repeated headings."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._document = Document()
        latin, body, heading = _FONTS.get(language, _FONTS["en"])
        self._heading_font = heading
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = latin, Pt(_BODY_PT)
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
                said.set(qn("w:eastAsia"), "zh-CN")

    def properties(self, title: str) -> None:
        """Say what the document is about, for lists of files."""
        about = self._document.core_properties
        about.title, about.author, about.comments = title[:_PROPERTY_MOST], "GridMap", ""

    def save(self, place: Path) -> None:
        """Write the file."""
        self._document.save(str(place))

    def title(self, said: str) -> None:
        """Write the title in the middle."""
        self._line(said, _TITLE_PT, bold=True, middle=True, after=14, style="Title")

    def heading(self, said: str) -> None:
        """Write the heading of an annex."""
        self._line(said, _HEADING_PT, bold=True, before=10, after=6, style="Heading 1")

    def caption(self, said: str) -> None:
        """Write a line above a picture."""
        paragraph = self._line(said, _BODY_PT, bold=True, before=4, after=3)
        paragraph.paragraph_format.keep_with_next = True

    def note(self, said: str) -> None:
        """Write a small line."""
        self._line(said, _TABLE_PT + 1, before=6)

    def gap(self) -> None:
        """Leave a little room, without which two tables grow together."""
        self._line("", 4)

    def picture(self, place: Path) -> None:
        """Put a picture across the page."""
        self._document.add_picture(str(place), width=Mm(WIDTH_MM))

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
            Of every row, at least.
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
