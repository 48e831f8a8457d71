"""The briefing as a Word document: figures in sentences, a map and a table for each theme, vacancies and faults."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gridmap.exchange.plain import in_plain_text
from gridmap.figures.courses import Course, courses_of_a_year
from gridmap.figures.statistics import inside
from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from gridmap.people.workload import Workload, has_standard, workload_state
from gridmap.storage.whole_files import whole_files
from layers import MAP_THEMES, Box, Theme, themes_of
from ui.outputs.paper.contents import Contents, Table, contents_of
from ui.outputs.slides.lists import Rows, ground_faults, vacancies
from ui.outputs.word import BODY_PT, TEXT_MM, WordPaper
from ui.words.counted_themes import sentences_of
from ui.words.courses import source_in_words, why_no_line
from ui.words.labels import dates_of, made_today
from ui.words.messages import as_percentage, between, origin_of, text
from ui.words.titles import place_of, said

if TYPE_CHECKING:
    from ui.outputs.export import Export
    from ui.outputs.record.maps import MapSize

_MAP_MM: Final = (122.0, 143.0)
"""Height of a map at least, and at most: one that is higher has its legend below, where most pages have no room."""
_TYPE: Final = (0.72, 0.845)
"""Size of type on these: what stands around a map grows with it, so that it is laid out as a low one."""
_PAGE_MM: Final = 257.0
_SPARE_MM: Final = 12.0
"""Left at the foot of a page, because fonts differ from machine to machine."""
_LINE_MM, _HEAD_MM, _CAPTION_MM, _ROW_MM, _TITLE_MM = 6.4, 12.0, 7.5, 4.8, 30.0
"""Heights of a line of running text, of a heading, a caption, a row of a table, and of title and dates."""
_BESIDE_MM, _AROUND_MM = 85.0, 36.0
"""What legend and margins take of the width of a map, and title and source of its height, for type of size 1."""
_MM_PER_PT: Final = 25.4 / 72
_ROWS_MM: Final = (5.4, 7.0)
"""Rows of a table are so high where there is room, at least and at most."""
_FEW: Final = 8
"""A list of so many rows stands on the page of its map."""
_DPI: Final = 200.0
_CODE_MM: Final = 33.0
_ROWS: Final = 30
"""So many rows of a list stand in the text; the workbook has all."""


def write_text(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write a plan as a Word document: a briefing, or with ``form`` ``"dossier"`` a form for every grid.

    Raises
    ------
    BadInput
        ``atlas-only-pdf`` for a notice board or an atlas, and as :func:`gridmap.storage.whole_files.whole_files`.
    GridMapError
        ``no-chinese-font`` where maps are drawn.
    """
    from gridmap.model.errors import BadInput

    if export.atlas or export.form == "board":
        raise BadInput("atlas-only-pdf", file=str(path))
    if export.form == "dossier":
        from ui.outputs.registration import write_forms

        return write_forms(export, path, step)
    with whole_files(path) as place, tempfile.TemporaryDirectory(dir=place.parent) as folder:
        briefing = BriefingText(export, Path(folder), step)
        briefing.paper.properties(briefing.heading)
        briefing.fill()
        briefing.paper.save(place)
    return (path,)


def map_size_for(ground: Box, room: float) -> MapSize:
    """Return the size of a map that may be so many millimetres high: higher for ground that is larger to be seen so."""
    from ui.outputs.record.maps import map_size

    wide, high = ground[2] - ground[0], ground[3] - ground[1]
    sizes = [(height, size) for height, size in zip(_MAP_MM, _TYPE, strict=True) if height <= room] or [
        (_MAP_MM[0], _TYPE[0])
    ]

    def shown(height: float, size: float) -> float:
        """How many millimetres a metre is."""
        return min((TEXT_MM - _BESIDE_MM * size) / wide, (height - _AROUND_MM * size) / high)

    height, size = max(sizes, key=lambda one: shown(*one))
    return map_size(TEXT_MM, height, _DPI, size)


@dataclass(frozen=True, eq=False)
class BriefingText:
    """What the document says."""

    export: Export
    folder: Path
    step: Callable[[float], None]

    @cached_property
    def paper(self) -> WordPaper:
        """The document in the making."""
        return WordPaper(self.export.language)

    @cached_property
    def plan(self) -> Plan:
        """The plan as files can hold it."""
        return in_plain_text(self.export.plan)

    @cached_property
    def contents(self) -> Contents:
        """The figures of what is shown, which are those of pages, slides and ``gridmap stats``."""
        return contents_of(self.export, self.plan, self.export.grids)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """How the indicators of what is shown went in the year before."""
        return courses_of_a_year(self.plan, self.export.on, self.export.grids)

    @property
    def heading(self) -> str:
        """The title of the whole."""
        export = self.export
        if export.title:
            return " ".join(export.heading.split())
        return self.say("briefing-heading", place=place_of(self.plan, export.grids, export.language))

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the document."""
        return text(key, self.export.language, **values)

    def fill(self) -> None:
        """Write everything."""
        export, paper, facts = self.export, self.paper, self.plan.facts()
        paper.title(self.heading)
        if export.mark or export.review:
            paper.caption(export.mark or export.review)
        origin = origin_of(facts, export.language)
        paper.note(" · ".join(part for part in (origin, dates_of(facts, export.on, export.language)) if part))
        for number, theme in enumerate(themes := themes_of(self.plan, export.on), start=1):
            paper.heading(
                self.say("briefing-part", number=self.say(f"briefing-number-{number}"), name=self.name(theme))
            )
            sentences = self._sentences(theme)
            for sentence in sentences:
                paper.paragraph(sentence)
            table = self.contents.table(theme, _ROWS)
            lacking = vacancies(self.plan, export.grids, export.language, export.on) if theme == "branches" else None
            rows = (len(table.rows) + 3 if table else 0) + (min(len(lacking.rows), _FEW) + 3 if lacking else 0)
            room = self._room(sentences, rows, is_first=number == 1)
            self._table(table, room - self._map(theme, number, room))
            if MAP_THEMES[theme].of == "indicators":
                self._courses()
            if lacking is not None:
                self._list(self.say("slides-vacancies"), lacking)
            self.step(number / (len(themes) + 1))
        self._list(self.say("slides-gaps"), ground_faults(self.plan, self.contents.found, export.language))
        profile = self.say("slides-profile", profile=self.say(f"slides-profile-{export.privacy}"))
        paper.note(" · ".join([profile, made_today(export.language)]))

    def name(self, theme: Theme) -> str:
        """Return what a part is called."""
        return self.say(f"briefing-{theme}")

    def _sentences(self, theme: Theme) -> list[str]:
        """Return the figures of a theme in sentences."""
        row = self.contents.figures
        if theme == "boundaries":
            kinds = [
                self.say("briefing-kind", name=said(kind.name, self.export.language), count=int(row[f"n_{kind.key}"]))
                for kind in self.plan.scheme.kinds
                if f"n_{kind.key}" in row.index
            ]
            return [
                self.say(
                    "briefing-figures",
                    kinds=between(self.export.language).join(kinds),
                    households=int(row["households"]),
                    residents=int(row["residents"]),
                    area_km2=float(row["area_m2"]) / 1e6,
                )
            ]
        if theme in ("staffing", "branches"):
            share = self.contents.shares()[0 if theme == "staffing" else 1]
            lacking = share.whole - share.part
            sentence = self.say(
                f"briefing-{theme}-figures" if lacking else f"briefing-{theme}-all",
                must=share.whole,
                had=share.part,
                share=as_percentage(share.share),
                lacking=lacking,
            )
            return [sentence]
        if MAP_THEMES[theme].of:
            return sentences_of(theme, self.plan, row, self.export.language, self.courses)
        if theme == "workload":
            state = workload_state(self.plan)[self._with_standard]
            within, under = int((state == Workload.WITHIN).sum()), int((state == Workload.UNDER).sum())
            over = len(state) - within - under
            return [self.say("briefing-workload-figures", count=len(state), within=within, under=under, over=over)]
        if MAP_THEMES[theme].of_findings:
            counts = {key: int(row[f"findings_{key}"]) for key in ("error", "warning", "notice")}
            return [self.say("briefing-gaps-figures", **counts)]
        return []

    @property
    def _with_standard(self) -> BoolArray:
        """Which grids of those that are shown the map of households is about. Shape (n,)."""
        there, grids = has_standard(self.plan), self.export.grids
        return there & inside(self.plan, grids) if grids else there

    def _room(self, sentences: list[str], rows: int, *, is_first: bool) -> float:
        """Return how high a map may be with what stands above and below it on its page, millimetres."""
        letter = BODY_PT * _MM_PER_PT * (1.0 if self.export.language == "zh" else 0.5)
        lines = sum(-(-(len(sentence) + 2) * letter // TEXT_MM) for sentence in sentences)
        used = _HEAD_MM + lines * _LINE_MM + len(sentences) * 1.4 + _CAPTION_MM + rows * _ROW_MM
        return _PAGE_MM - _SPARE_MM - used - (_TITLE_MM if is_first else 0.0)

    def _map(self, theme: Theme, number: int, room: float) -> float:
        """Put a map down that may be so high, and return how high it is, millimetres."""
        if not len(on_the_map(self.plan.all_shapes)):
            return 0.0
        from ui.outputs.paper.map_page import MapPage
        from ui.outputs.paper.page import write_png

        export = self.export
        page = MapPage(
            self.plan, theme, export.grids, export.language, self.contents.findings, "", export.on,
            parts=frozenset({"legend", "scale", "north"}),
        )  # fmt: skip
        place = self.folder / f"{theme}.png"
        size = map_size_for(page.asked_for, room)
        write_png(page, place, size)
        self.paper.picture(place)
        self.paper.caption(self.say("briefing-map", number=number, name=self.say(f"theme-{theme}")), middle=True)
        return size.height_px / size.dpi * 25.4

    def _courses(self) -> None:
        """Put down how the indicators went in a year: a chart of each, and what cannot be drawn in words."""
        from ui.outputs.paper.course_page import CoursesPage, height_mm
        from ui.outputs.paper.page import write_png
        from ui.outputs.record.maps import map_size

        export, paper = self.export, self.paper
        drawn = [course for course in self.courses if not course.lacks]
        paper.caption(self.say("course-heading"))
        if drawn:
            place = self.folder / "courses.png"
            write_png(CoursesPage(drawn, export.language), place, map_size(TEXT_MM, height_mm(len(drawn)), _DPI))
            paper.picture(place)
        for course in self.courses:
            parts = [why_no_line(course, export.language), source_in_words(course.indicator, export.language)]
            if told := "  ".join(part for part in parts if part):
                paper.note(self.say("course-named", name=course.indicator.name.in_language(export.language), said=told))
        paper.note(self.say("course-of-now"))

    def _table(self, table: Table | None, room: float) -> None:
        """Put a table down; its rows share the room that its page has left, millimetres."""
        if table is None:
            return
        rows = [*table.rows, *([table.total] if table.total else [])]
        others = len(table.columns) - 1
        widths = (TEXT_MM * 0.4, *([TEXT_MM * 0.6 / others] * others))
        high = min(_ROW_MM + room / (len(rows) + 1), _ROWS_MM[1])
        self.paper.table(
            table.columns, rows, widths=widths, right=tuple(range(1, others + 1)),
            height_mm=high if high >= _ROWS_MM[0] else 0.0,
        )  # fmt: skip

    def _list(self, title: str, rows: Rows) -> None:
        self.paper.caption(title)
        if not rows.rows:
            self.paper.note(self.say("list-nothing"))
            return
        whole = sum(rows.widths)
        widths = [TEXT_MM * wide / whole for wide in rows.widths]
        has_code = rows.heads[0] == self.say("column-code")
        lacks = max(_CODE_MM - widths[0], 0.0) if has_code else 0.0  # a code stays on one line
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[0], widths[widest] = widths[0] + lacks, widths[widest] - lacks
        self.paper.table(rows.heads, rows.rows[:_ROWS], widths=widths, right=rows.right)
        if len(rows.rows) > _ROWS:
            self.paper.note(self.say("slides-more", count=len(rows.rows) - _ROWS))
