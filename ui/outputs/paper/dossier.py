"""Sheets of single grids: one page with all that is known of it, and a notice board to be hung up in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import segno

from gridmap.exchange.plain import in_plain_text
from gridmap.model.errors import BadInput
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.storage.whole_files import write_whole
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.contents import BAD, BAR, INK
from ui.outputs.paper.furniture import ACCENT, HAIRLINE, MUTED
from ui.outputs.paper.grid_facts import GridFacts, Link, Person, grid_facts
from ui.outputs.paper.grid_map import GridMap
from ui.outputs.paper.hands import as_pdfs
from ui.outputs.paper.page import Page
from ui.outputs.paper.sheet import Sheet, Type
from ui.outputs.wanted import changed
from ui.words.labels import dates_of, made_today
from ui.words.messages import Language, between, origin_of, text

if TYPE_CHECKING:
    from ui.outputs.wanted import Wanted

MARGIN: Final = 16.0
SMALL: Final = Type(3.7, colour=MUTED)
BODY: Final = Type(4.9, colour=INK)
ROW_MM: Final = 7.4
_MOST_CHANGES: Final = 6
_MOST_QR: Final = 300
_QUIET: Final = 2
_FOOT_LINE_MM: Final = 5.0
_FOOT_LINES: Final = 4


def write_sheets(export: Wanted, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write a page, or a notice board, for every grid of the lowest level in scope, as one PDF.

    Parameters
    ----------
    export : Wanted
        ``form`` is ``"dossier"`` or ``"board"``; ``qr`` what the code on a board says, with ``{code}`` and ``{name}``.

    Raises
    ------
    BadInput
        ``atlas-empty`` if no grid has ground; ``qr-too-long``.
    """
    plan = in_plain_text(export.plan)
    units = units_of(plan, export.atlas or "grid", export.grids)
    if not units:
        raise BadInput("atlas-empty", value=export.atlas or "grid")
    facts = cache(lambda: grid_facts(plan, units, export.language, export.privacy, export.on, export.changes))
    sheets = Sheets(changed(export, plan=plan, changes=()), SheetFrame.of(export, plan), len(units))
    [content] = as_pdfs(sheets, export.size(), export.heading, lambda piece: facts()[piece], step)
    write_whole(path, content)
    return (path,)


@dataclass(frozen=True, eq=False)
class Sheets:
    """The sheets of grids to be drawn, one after the other in one file; see :class:`ui.outputs.paper.hands.Work`."""

    export: Wanted
    frame: SheetFrame
    count: int
    is_one_file: bool = True

    @property
    def pages_in_all(self) -> int:
        """How many there are."""
        return self.count

    @cached_property
    def _drawer(self) -> GridMap:
        return GridMap(self.export.plan, self.export.language)

    def pages(self, piece: int, told: GridFacts) -> Iterator[Page]:
        """Yield the sheet of a grid of which all is told."""
        if self.export.form == "board":
            yield NoticeBoard(told, self._drawer, self.frame, self.export.qr)
        else:
            yield Dossier(told, self._drawer, self.frame, (piece + 1, self.count))


@dataclass(frozen=True)
class SheetFrame:
    """What all sheets say: of which day, from where, for whom, by whom."""

    language: Language
    dates: str
    origin: str
    profile: str
    made_by: str
    made: str
    mark: str
    review: str

    @classmethod
    def of(cls, export: Wanted, plan: Plan) -> SheetFrame:
        """Return what an export says on all its sheets."""
        language, facts = export.language, plan.facts()
        profile = text(f"slides-profile-{export.privacy}", language)
        return cls(
            language,
            dates_of(facts, export.on, language),
            origin_of(facts, language),
            text("slides-profile", language, profile=profile),
            plain_text(export.made_by),
            made_today(language),
            export.mark,
            export.review,
        )

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the sheets."""
        return text(key, self.language, **values)

    def content_bottom(self, sheet: Sheet, more: str = "") -> float:
        """Return where what stands above the foot has to end."""
        return sheet.height_mm - MARGIN - 10.0 - (len(self._foot_lines(sheet, more)[1]) - 1) * _FOOT_LINE_MM

    def paint_foot(self, sheet: Sheet, more: str = "") -> None:
        """Write the foot of a sheet, in as many lines as it takes beside who made it."""
        x, width, bottom = MARGIN, sheet.width_mm - 2 * MARGIN, sheet.height_mm - MARGIN
        right, lines, room = self._foot_lines(sheet, more)
        rule = bottom - 6.5 - (len(lines) - 1) * _FOOT_LINE_MM
        sheet.line(x, rule, x + width, rule, HAIRLINE, 0.2)
        sheet.text(x + width, bottom - 1.0, right, SMALL, "right", room=width * 0.45)
        for number, line in enumerate(lines):
            base = bottom - 1.0 - (len(lines) - 1 - number) * _FOOT_LINE_MM
            sheet.text(x, base, line, SMALL, room=room)

    def _foot_lines(self, sheet: Sheet, more: str) -> tuple[str, list[str], float]:
        """Return what stands on the right of the foot, the lines on its left, and how wide these may be."""
        width = sheet.width_mm - 2 * MARGIN
        right = " · ".join(part for part in (self.made, more) if part)
        room = width - min(sheet.text_width(right, SMALL), width * 0.45) - 6
        lines: list[str] = []
        for part in filter(None, (self.origin, self.made_by, self.review, self.dates, self.profile)):
            longer = f"{lines[-1]} · {part}" if lines else part
            if lines and sheet.text_width(longer, SMALL) > room * 0.98:
                lines += sheet.lines_of(part, SMALL, room * 0.98)
            else:
                lines[-1:] = sheet.lines_of(longer, SMALL, room * 0.98)
        return right, [*lines[: _FOOT_LINES - 1], *filter(None, (" ".join(lines[_FOOT_LINES - 1 :]),))], room

    def paint_head(self, sheet: Sheet, title: str, subtitle: str, size: float) -> float:
        """Write title and subtitle, the title in lines where it is long, and return where they end."""
        x, y, width = MARGIN, MARGIN, sheet.width_mm - 2 * MARGIN
        room = width - 8
        if self.mark:
            mark = Type(4.4, bold=True, colour=BAD)
            wide = min(sheet.text_width(self.mark, mark) + 6, width * 0.5)
            sheet.box(x + width - wide, y, wide, 9.0, "", BAD, 0.4, radius=1.0)
            sheet.text(x + width - wide / 2, y + 6.1, self.mark, mark, "centre", room=wide - 4)
            room -= wide + 4
        type_ = Type(size, bold=True, colour=INK, spacing=0.04)
        lines = sheet.lines_of(title, type_, room)
        while len(lines) > 2 and type_.size_mm > 5:
            type_ = Type(type_.size_mm * 0.8, bold=True, colour=INK, spacing=0.04)
            lines = sheet.lines_of(title, type_, room)
        lines = lines[:6]
        step = type_.size_mm * 1.25
        for number, line in enumerate(lines):
            sheet.text(x + 8, y + type_.size_mm * 0.95 + number * step, line, type_, room=room)
        end = y + len(lines) * step
        below = Type(size * 0.38, colour=MUTED)
        sheet.text(x + 8, end + below.size_mm * 1.2, subtitle, below, room=width - 8)
        end += below.size_mm * 1.8
        sheet.box(x, y, 2.6, end - y, ACCENT)
        return end + 5.0


@dataclass(frozen=True)
class Dossier:
    """One page with all that is known of a grid."""

    facts: GridFacts
    drawer: GridMap
    frame: SheetFrame
    number: tuple[int, int]

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the page."""
        own, say = self.facts, self.frame.say
        width = sheet.width_mm - 2 * MARGIN
        y = self.frame.paint_head(sheet, own.name, "  ·  ".join(filter(None, (own.place, own.kind, own.code))), 10.0)
        page = say("map-page", page=self.number[0], pages=self.number[1])
        bottom = self.frame.content_bottom(sheet, page)
        high = (bottom - y) * 0.46
        self.drawer.paint(sheet, own.grid, MARGIN, y, width, high, mm_per_mm)
        y += high + 5.0
        figures = [
            (f"{own.households:,}", say("map-households-of")),
            (f"{own.residents:,}", say("column-residents")),
            (f"{own.buildings:,}", say("column-buildings")),
            (f"{own.area_m2 / 1e6:,.3f}", say("map-area")),
        ]
        for place, (value, words) in enumerate(figures):
            left = MARGIN + place * width / len(figures)
            sheet.text(left, y + 8.5, value, Type(10.0, bold=True, colour=INK), room=width / 4 - 3)
            sheet.text(left, y + 14.5, words, SMALL, room=width / 4 - 3)
        y += 21.0
        y = self._paragraph(sheet, y, say("dossier-extent-heading"), own.extent, 3)
        gap = 10.0
        half = (width - gap) / 2
        top = y
        y = self._people(sheet, MARGIN, top, half, bottom)
        self._rest(sheet, MARGIN, y, half, bottom)
        self._branches(sheet, MARGIN + half + gap, top, half, bottom)
        self.frame.paint_foot(sheet, page)

    def _paragraph(self, sheet: Sheet, y: float, heading: str, words: str, most: int) -> float:
        width = sheet.width_mm - 2 * MARGIN
        y = _heading(sheet, MARGIN, y, width, heading)
        lines = sheet.lines_of(words or "–", BODY, width)
        for number, line in enumerate(lines[:most]):
            more = number == most - 1 and len(lines) > most
            sheet.text(MARGIN, y + 5.4, line + "…" * more, BODY, room=width)
            y += ROW_MM
        return y + 4.0

    def _people(self, sheet: Sheet, x: float, y: float, width: float, bottom: float) -> float:
        say = self.frame.say
        y = _heading(sheet, x, y, width, say("dossier-people"))
        if not self.facts.people:
            sheet.text(x, y + 5.4, say("slides-lacks-anybody"), Type(BODY.size_mm, colour=BAD), room=width)
            return y + 10.0
        most = max(int((bottom - y - 60) / ROW_MM), 3)
        for person in self.facts.people[:most]:
            sheet.text(x, y + 5.4, person.role, SMALL, room=width * 0.34)
            sheet.text(x + width * 0.36, y + 5.4, person.name, BODY, room=width * 0.3)
            sheet.text(x + width, y + 5.4, person.phone, BODY, "right", room=width * 0.32)
            y += ROW_MM
        if len(self.facts.people) > most:
            more = say("map-and-more", count=len(self.facts.people) - most)
            sheet.text(x, y + 5.4, more, SMALL, room=width)
            y += ROW_MM
        return y + 4.0

    def _rest(self, sheet: Sheet, x: float, y: float, width: float, bottom: float) -> None:
        """Write compounds, units, and what was changed, as far as there is room."""
        say, own = self.frame.say, self.facts
        for heading, names in (("dossier-compounds", own.compounds), ("dossier-units", own.units)):
            if names and y + 18 < bottom:
                y = _heading(sheet, x, y, width, f"{say(heading)}（{len(names):,}）")
                lines = sheet.lines_of(between(self.frame.language).join(names), BODY, width)
                most = max(min(int((bottom - y) / ROW_MM), 3), 1)
                for number, line in enumerate(lines[:most]):
                    sheet.text(x, y + 5.4, line + "…" * (number == most - 1 and len(lines) > most), BODY, room=width)
                    y += ROW_MM
                y += 4.0
        if y + 18 < bottom:
            y = _heading(sheet, x, y, width, say("dossier-changes"))
            if not own.changes:
                sheet.text(x, y + 5.4, say("dossier-no-changes"), SMALL, room=width)
            for done in own.changes[: min(_MOST_CHANGES, int((bottom - y) / ROW_MM))]:
                sheet.text(x, y + 5.4, done.day.isoformat(), SMALL, room=24)
                sheet.text(x + 25, y + 5.4, done.words, Type(4.0, colour=INK), room=width - 25)
                y += ROW_MM

    def _branches(self, sheet: Sheet, x: float, y: float, width: float, bottom: float) -> None:
        say = self.frame.say
        y = _heading(sheet, x, y, width, say("dossier-branches"))
        if not self.facts.chains:
            sheet.text(x, y + 5.4, say("slides-lacks-branch"), BODY, room=width)
        before: tuple[Link, ...] = ()
        for chain in self.facts.chains:
            same = takewhile(lambda pair: pair[0] == pair[1], zip(before, chain[:-1], strict=False))
            shared = sum(1 for _ in same)
            before = chain
            for depth, link in enumerate(chain[shared:], start=shared):  # what is above several stands once
                if y + 6 > bottom:
                    return
                _link(sheet, x + depth * 5.0, y, width - depth * 5.0, link, say)
                y += 13.6
            y += 2.0


def _link(sheet: Sheet, x: float, y: float, width: float, link: Link, say: Callable[..., str]) -> None:
    sheet.box(x, y + 1.4, 0.9, 10.4, BAR)
    sheet.text(x + 2.5, y + 5.4, link.name, Type(4.7, bold=True, colour=INK), room=width - 2.5)
    secretary = say("dossier-secretary", name=link.secretary) if link.secretary else say("dossier-no-secretary")
    sheet.text(x + 2.5, y + 11.0, f"{link.tier}  ·  {secretary}" if link.tier else secretary, SMALL, room=width - 2.5)


def _heading(sheet: Sheet, x: float, y: float, width: float, words: str) -> float:
    sheet.text(x, y + 4.8, words, Type(4.7, bold=True, colour=ACCENT, spacing=0.06), room=width)
    sheet.line(x, y + 7.0, x + width, y + 7.0, HAIRLINE, 0.2)
    return y + 8.4


# ---- notice board ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NoticeBoard:
    """A sheet to be hung up in a grid: large type, who to turn to, and a code to be read with a phone."""

    facts: GridFacts
    drawer: GridMap
    frame: SheetFrame
    qr: str = ""

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the board."""
        own, say = self.facts, self.frame.say
        width = sheet.width_mm - 2 * MARGIN
        below = (say("board-heading"), own.place, own.code)
        y = self.frame.paint_head(sheet, own.name, "  ·  ".join(filter(None, below)), 16.0)
        bottom = self.frame.content_bottom(sheet)
        high = (bottom - y) * 0.5
        self.drawer.paint(sheet, own.grid, MARGIN, y, width, high, mm_per_mm)
        y += high + 7.0
        big = Type(7.2, colour=INK)
        for line in sheet.lines_of(own.extent, big, width)[:3]:
            sheet.text(MARGIN, y + 5.5, line, big, room=width)
            y += 9.8
        if own.households or own.residents:  # nobody lives in a school
            households = say("board-households", households=own.households, residents=own.residents)
            sheet.text(MARGIN, y + 5.5, households, Type(7.2, bold=True, colour=INK), room=width)
            y += 9.8
        y += 3.2
        side = min(58.0, bottom - y)
        beside = width - side - 10.0
        self._people(sheet, y, beside, bottom)
        self._code(sheet, MARGIN + width - side, bottom - side, side)
        self.frame.paint_foot(sheet)

    def _people(self, sheet: Sheet, y: float, width: float, bottom: float) -> None:
        """Write the branch with its secretary, and who answers for the grid, with phones as the profile shows them."""
        say = self.frame.say
        rows = list(self.facts.people)
        rows += [Person(say("dossier-branch"), chain[-1].name, chain[-1].secretary) for chain in self.facts.chains]
        step = min(max((bottom - y) / max(len(rows), 1), 7.0), 15.0)
        most = max(int((bottom - y) / step + 1e-6), 1)
        if len(rows) > most:
            rows = [*rows[: most - 1], Person("", say("map-and-more", count=len(rows) - most + 1), "")]
        large = Type(step * 0.53, bold=True, colour=INK)
        for row in rows:
            base = y + step * 0.57
            sheet.text(MARGIN, base, row.role, Type(step * 0.36, colour=MUTED), room=width * 0.3)
            sheet.text(MARGIN + width * 0.31, base, row.name, large, room=width * 0.4)
            sheet.text(MARGIN + width, base, row.phone, Type(step * 0.53, colour=INK), "right", room=width * 0.28)
            sheet.line(MARGIN, y + step * 0.83, MARGIN + width, y + step * 0.83, HAIRLINE, 0.2)
            y += step

    def _code(self, sheet: Sheet, x: float, y: float, side: float) -> None:
        """Draw the code as squares, with its quiet zone."""
        rows = code_of(self.qr, self.facts)
        sheet.box(x, y, side, side, "#ffffff")
        size = side / (len(rows) + 2 * _QUIET)
        for down, row in enumerate(rows):
            start = 0
            while start < len(row):  # runs of dark squares, so that no light shines between them
                if not row[start]:
                    start += 1
                    continue
                end = start
                while end < len(row) and row[end]:
                    end += 1
                left, top = x + (start + _QUIET) * size, y + (down + _QUIET) * size
                sheet.polygon(
                    [(left, top), (left + (end - start) * size, top), (left + (end - start) * size, top + size * 1.01),
                     (left, top + size * 1.01)],
                    "#000000",
                )  # fmt: skip
                start = end


def code_of(pattern: str, facts: GridFacts) -> list[list[bool]]:
    """Return the squares of the code of a board, dark or not, row by row (ISO/IEC 18004, error correction M).

    Raises
    ------
    BadInput
        ``qr-too-long``.
    """
    said = (pattern or "{name} {code}").replace("{code}", facts.code).replace("{name}", facts.name)
    if len(said) > _MOST_QR:
        if pattern:
            raise BadInput("qr-too-long", value=said[:40] + "…", most=_MOST_QR)
        said = facts.code[:_MOST_QR]
    return [[bool(dark) for dark in row] for row in segno.make(said or "-", error="m", micro=False).matrix]
