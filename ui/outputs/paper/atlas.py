"""A page for each grid of a level, with a page of contents: in one file, one each, or one for each top grid."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from gridmap.exchange.plain import in_plain_text
from gridmap.figures.statistics import Breakdown, inside
from gridmap.ground.placement import households_by_grid
from gridmap.model.errors import BadInput
from gridmap.model.plain_text import as_file_name
from gridmap.model.plan import Plan
from gridmap.storage.whole_files import whole_files
from ui.outputs.paper.contents import INK, figures_of_each
from ui.outputs.paper.furniture import ACCENT, HAIRLINE, MUTED, SMALL
from ui.outputs.paper.hands import as_pdfs
from ui.outputs.paper.page import Page
from ui.outputs.paper.sheet import Sheet, Type
from ui.outputs.wanted import changed
from ui.words.labels import dates_of, made_today
from ui.words.messages import Language, origin_of, text
from ui.words.titles import subtitle_of

if TYPE_CHECKING:
    from ui.outputs.wanted import Wanted

FILES: Final = ("one", "each", "top")
"""One file; one for each page; one for each grid of the top level."""

DEFAULT_PATTERN: Final = "{code} {name}"
_MARGIN: Final = 13.0
_ROW_MM: Final = 5.4
_TOP_MM: Final = 44.0


def write_atlas(export: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write an atlas as PDF.

    Parameters
    ----------
    export : Wanted
        ``atlas`` is the key of a level or a kind, or ``"grid"`` for the lowest level; ``files`` one of :data:`FILES`;
        ``pattern`` names files from ``{code}``, ``{name}``, ``{number}`` and ``{file}``, the name that was given.
    path : Path
        The file, or, where there are several, one in the folder that they go to.
    step : callable
        Called with the share of the pages, or of several files, that are drawn, 0 to 1; what it raises stops the
        drawing, and no file is there then.

    Raises
    ------
    BadInput
        ``unknown-level``, ``atlas-empty``, ``atlas-pattern``.
    """
    plan = in_plain_text(export.plan)
    units = units_of(plan, export.atlas, export.grids)
    if not units:
        raise BadInput("atlas-empty", value=export.atlas)
    books = _books(plan, units, export.files)
    names = _names(plan, books, export, path)
    work = Atlas(changed(export, plan=plan, changes=()), books)
    figures = cache(lambda: figures_of_each(plan, units, export.findings, export.on))
    contents = as_pdfs(work, export.size(), export.heading, lambda piece: work.known(piece, figures()), step)
    with whole_files(path) as place:
        for name, content in zip(names, contents, strict=True):
            place.with_name(name).write_bytes(content)
    return tuple(path.with_name(name) for name in names)


def units_of(plan: Plan, level: str, within: tuple[int, ...] = ()) -> list[int]:
    """Return the grids that have a page each, by code; those without ground have none.

    Raises
    ------
    BadInput
        ``unknown-level`` if the scheme has no level or kind of that key; ``"grid"`` is the lowest level.
    """
    scheme = plan.scheme
    if level == "grid" and level not in scheme and level not in [known.key for known in scheme.levels]:
        which = plan.of_level(scheme.levels[-1])
    elif level in scheme:
        which = plan.of_kinds([scheme.kind(level)])
    else:
        which = plan.of_level(scheme.level(level))
    which = which & plan.has_shape
    if within:
        which = which & inside(plan, within)
    ids = plan.ids[which]
    codes = plan.grids["code"].to_numpy(dtype=object)[which].astype(str)
    return ids[np.argsort(codes, kind="stable")].tolist()


@dataclass(frozen=True, eq=False)
class Atlas:
    """What an atlas has to be drawn: pages of one file, or files; see :class:`ui.outputs.paper.hands.Work`.

    Parameters
    ----------
    export : Wanted
    books : sequence of sequence of int
        The grids of each file.
    """

    export: Wanted
    books: Sequence[Sequence[int]]

    @property
    def is_one_file(self) -> bool:
        """Whether all pages go into one."""
        return self.export.files == "one"

    @property
    def count(self) -> int:
        """How many pages the one file has, or how many files there are."""
        return self._pages_before(0) + len(self.books[0]) if self.is_one_file else len(self.books)

    @property
    def pages_in_all(self) -> int:
        """How many pages there are of grids."""
        return sum(map(len, self.books))

    def known(self, piece: int, figures: Mapping[int, Breakdown]) -> dict[int, Breakdown]:
        """Return the figures that a piece needs of those by the next level within each grid."""
        return {unit: figures[unit] for unit in self._units(piece) if unit in figures}

    def pages(self, piece: int, told: Mapping[int, Breakdown]) -> Iterator[Page]:
        """Yield the pages of a piece, each made when it is wanted, contents first; ``told`` are their figures."""
        book = 0 if self.is_one_file else piece
        first = self._pages_before(book)
        count = first + len(self.books[book])
        if first and (not self.is_one_file or piece < first):
            contents = Contents.pages(self.export, self.export.plan, self.books[book], first, count)
            yield from islice(contents, piece, piece + 1) if self.is_one_file else contents
        for number, unit in enumerate(self._units(piece), start=piece + 1 if self.is_one_file else first + 1):
            own = changed(self.export, grids=(unit,), atlas="", title="", extent=None)
            yield own.page(number=(number, count), known=told.get(unit))

    def _pages_before(self, book: int) -> int:
        """Return how many pages of contents a file has."""
        return 0 if self.export.files == "each" else math.ceil(len(self.books[book]) / Contents.rows_on(self.export))

    def _units(self, piece: int) -> Sequence[int]:
        if not self.is_one_file:
            return self.books[piece]
        at = piece - self._pages_before(0)
        return self.books[0][at : at + 1] if at >= 0 else ()


def _books(plan: Plan, units: Sequence[int], files: str) -> list[list[int]]:
    """Return the grids of each file."""
    if files == "each":
        return [[unit] for unit in units]
    if files == "one":
        return [list(units)]
    top = plan.ancestors_at(plan.scheme.levels[0])[plan.positions(units)].tolist()
    books: dict[int, list[int]] = {}
    for unit, above in zip(units, top, strict=True):
        books.setdefault(above, []).append(unit)
    return list(books.values())


def _names(plan: Plan, books: Sequence[Sequence[int]], export: Wanted, path: Path) -> list[str]:
    """Return the names of the files, none twice; the one that was given if there is one only."""
    if export.files == "one":
        return [path.name]
    names: list[str] = []
    for number, book in enumerate(books, start=1):
        about = book[0]
        if export.files == "top":
            about = int(plan.ancestors_at(plan.scheme.levels[0])[plan.positions([book[0]])[0]]) or about
        values = {
            "code": str(plan.value(about, "code")),
            "name": str(plan.value(about, "name")),
            "number": str(number).zfill(len(str(len(books)))),
            "file": path.stem,
        }
        stem = export.pattern or DEFAULT_PATTERN
        for key, value in values.items():
            stem = stem.replace("{" + key + "}", value)
        if "{" in (export.pattern or "") and stem == export.pattern:
            raise BadInput("atlas-pattern", value=export.pattern, expected=", ".join(f"{{{key}}}" for key in values))
        name = as_file_name(stem.strip())
        taken, again = name, 1
        while taken.casefold() in [known.removesuffix(".pdf").casefold() for known in names]:
            again += 1
            taken = f"{name} ({again})"
        names.append(f"{taken}.pdf")
    return names


@dataclass(frozen=True, eq=False)
class Contents:
    """A page of contents: page, code, name and households of some grids, in columns that are read downwards."""

    title: str
    subtitle: str
    foot: str
    rows: tuple[tuple[str, str, str, str, str], ...]
    heads: tuple[str, str, str, str, str]
    columns: int

    @staticmethod
    def _columns(export: Wanted) -> int:
        width, height, _ = export.size().laid_out()
        return 3 if width > height else 2

    @classmethod
    def rows_on(cls, export: Wanted) -> int:
        """Return how many rows a page has."""
        _, height, _ = export.size().laid_out()
        return cls._columns(export) * int((height - _TOP_MM - _MARGIN - 16.0) / _ROW_MM)

    @classmethod
    def pages(cls, export: Wanted, plan: Plan, units: Sequence[int], first: int, count: int) -> Iterator[Contents]:
        """Yield the pages of contents."""
        language: Language = export.language
        at = plan.positions(units)
        households = households_by_grid(plan)[at].tolist()
        above = plan.holders[at]
        codes, names = (plan.grids[column].to_numpy(dtype=object) for column in ("code", "name"))
        rows = [
            (names[here], codes[here], names[over] if over >= 0 else "", f"{homes:,}", str(first + number))
            for number, (here, over, homes) in enumerate(
                zip(at.tolist(), above.tolist(), households, strict=True), start=1
            )
        ]
        names_of = ("column-name", "column-code", "column-parent_name", "column-households", "atlas-page")
        heads = [text(key, language) for key in names_of]
        if not any(row[2] for row in rows):  # towns have nothing above them
            heads[2] = ""
        most = cls.rows_on(export)
        facts = plan.facts()
        for page in range(first):
            foot = [origin_of(facts, language), dates_of(facts, export.on, language)]
            foot += [export.made_by, made_today(language)]
            foot.append(text("map-page", language, page=page + 1, pages=count))
            yield cls(
                export.title or text("atlas-contents", language, title=facts.get("title", "")),
                subtitle_of(plan, export.grids, language, export.on),
                "   ·   ".join(part for part in foot if part),
                tuple(rows[page * most : (page + 1) * most]),
                (heads[0], heads[1], heads[2], heads[3], heads[4]),
                cls._columns(export),
            )

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:  # every page has both
        """Draw the page."""
        width = sheet.width_mm - 2 * _MARGIN
        sheet.box(_MARGIN, _MARGIN + 1.2, 2.2, 17.6, ACCENT)
        title = Type(10.0, bold=True, colour=INK)
        sheet.text(_MARGIN + 7, _MARGIN + 10.0, self.title, title, room=width - 7)
        sheet.text(_MARGIN + 7.2, _MARGIN + 18.2, self.subtitle, Type(4.2, colour=MUTED), room=width - 7)
        gap = 9.0
        column = (width - gap * (self.columns - 1)) / self.columns
        each = max(math.ceil(len(self.rows) / self.columns), 1)
        rights = (0.0, 0.36, 0.62, 0.88, 1.0)
        for number in range(self.columns):
            left = _MARGIN + number * (column + gap)
            part = self.rows[number * each : (number + 1) * each]
            if part:
                self._line(sheet, left, _TOP_MM - 4.5, column, rights, self.heads, SMALL)
                sheet.line(left, _TOP_MM - 3.0, left + column, _TOP_MM - 3.0, HAIRLINE, 0.2)
            for row, cells in enumerate(part):
                self._line(sheet, left, _TOP_MM + (row + 0.5) * _ROW_MM, column, rights, cells, Type(2.9, colour=INK))
        bottom = sheet.height_mm - _MARGIN
        sheet.line(_MARGIN, bottom - 5.2, _MARGIN + width, bottom - 5.2, HAIRLINE, 0.18)
        sheet.text(_MARGIN, bottom, self.foot, SMALL, room=width)

    def _line(
        self,
        sheet: Sheet,
        left: float,
        base: float,
        column: float,
        places: tuple[float, ...],
        cells: Sequence[str],
        type_: Type,
    ) -> None:
        for at, end, cell in zip(places[:3], places[1:4], cells[:3], strict=True):
            sheet.text(
                left + at * column, base, cell, type_, room=(end - at) * column - 2.0 - 12.0 * (end == places[3])
            )
        sheet.text(
            left + places[3] * column, base, cells[3], type_, "right", room=18.0 if cells is self.heads else 12.0
        )
        sheet.text(left + places[4] * column, base, cells[4], type_, "right", room=column * 0.11)
