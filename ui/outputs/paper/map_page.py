"""The map as a page: title, map, legend, figures, table, scale bar, north arrow, source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gridmap.checks import Findings
from gridmap.exchange.plain import in_plain_text
from gridmap.figures.courses import Course, courses_of_a_year
from gridmap.figures.statistics import Breakdown
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from layers import (
    Box,
    FindingsLayer,
    Layer,
    Legend,
    Marks,
    Neighbours,
    Outline,
    Theme,
    layers_of,
    part_of,
)
from layers.detail import grid_shapes
from layers.marks import Words
from ui.look.shapes import MapFrame
from ui.outputs.asked import PARTS
from ui.outputs.paper.base_map import BaseTiles
from ui.outputs.paper.beside import Beside
from ui.outputs.paper.contents import Contents, Figure, Share, Table
from ui.outputs.paper.corners import Corners
from ui.outputs.paper.course_page import TrendPage
from ui.outputs.paper.furniture import SMALL
from ui.outputs.paper.ground_shown import ground_in, ground_of, scale_fitting
from ui.outputs.paper.head_and_foot import HeadAndFoot
from ui.outputs.paper.key import GridKey, KeyPage
from ui.outputs.paper.legends import legends_of
from ui.outputs.paper.mark_painter import clip_to, paint_marks
from ui.outputs.paper.names import Measured, Names, paint_names, place_names
from ui.outputs.paper.proportions import LOW, Proportions, proportions_of
from ui.outputs.paper.sheet import UNITS, Sheet
from ui.words.messages import Language, text
from ui.words.titles import heading_of, said, subtitle_of

FINEST_MM: Final = 25.4 / 300
"""What is smaller is left out of borders: on paper a line is twice as wide at least."""

_WORTH_M: Final = 2.0
"""A detail that is finer costs more to leave out than to draw: of the borders of a city it is one vertex in seven."""

BACKGROUND: Final = "#f6f4ef"
_WITH_FURTHER: Final = (1, 10)

_OVER_BASE: Final = 0.5
"""How much is left of layers that cover the ground where a base map lies below, as on the screen."""


@dataclass(frozen=True, eq=False)
class MapPage:
    """A page that shows a plan, or one grid of it with what is below, under one theme.

    Parameters
    ----------
    plan : Plan
    theme : str
        One of :data:`layers.THEMES`.
    scope : int or tuple of int
        Id of the grid to show with what is below it, or of several; 0 for the whole plan.
    language : "zh" or "en"
    findings : Findings, optional
        What a check of the whole plan found; the theme ``"gaps"`` needs it.
    title : str
        ``""`` for the name of what is shown and of the theme.
    on : date
        The day that is printed, and for which assignments count.
    parts : collection of str
        Which of :data:`PARTS` stand beside and on the map. Title, source and the note on made-up boundaries always do.
    drawn : sequence of (Layer, float)
        Layers to draw in place of the theme's, the lowest first, and how opaque each is, 0 to 1; none for the theme's.
    step : callable
        Called with the share of the drawing that is done, 0 to 1; what it raises stops the drawing.
    scale : int
        1 to so many, whatever fits; 0 for the largest round scale at which all fits.
    made_by : str
        Who answers for the page, said in its foot.
    mark : str
        What stands large at the top: that the page is internal, for instance.
    review : str
        What is said of the map's review, in its foot.
    number : (int, int)
        Which page of how many this is; the only one says nothing.
    around : Plan, optional
        The whole, if ``plan`` is a part that was cut out of it: the little map shows where in it the page lies.
    extent : Box, optional
        The ground that the map shows, with as much more as fills its frame, in place of all that is shown.
    apart : bool
        Whether a key that has no room beside the map may stand on pages of its own, see :meth:`further`.
    trends : bool
        Whether pages follow that show how the indicators went in the year before, see :meth:`further`.
    base : BaseTiles, optional
        What lies below the layers.
    known : Breakdown, optional
        The figures of what is shown by the grids of the next level, if they are worked out already.
    """

    plan: Plan
    theme: Theme
    scope: int | tuple[int, ...] = 0
    language: Language = "zh"
    findings: Findings | None = None
    title: str = ""
    on: dt.date = field(default_factory=dt.date.today)
    parts: Collection[str] = PARTS
    drawn: Sequence[tuple[Layer, float]] = ()
    step: Callable[[float], None] = lambda share: None
    scale: int = 0
    made_by: str = ""
    mark: str = ""
    review: str = ""
    number: tuple[int, int] = (1, 1)
    around: Plan | None = None
    extent: Box | None = None
    apart: bool = False
    trends: bool = False
    base: BaseTiles | None = None
    known: Breakdown | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan", in_plain_text(self.plan))
        for texts in ("title", "made_by", "mark", "review"):
            object.__setattr__(self, texts, plain_text(getattr(self, texts)))

    _names: Names = field(default_factory=Names, init=False)
    _measured: Measured = field(default_factory=Measured, init=False)
    _detail: float = field(default=0.0, init=False)
    _tried: tuple[Layer, Marks] | None = field(default=None, init=False)
    frame: MapFrame = field(default=MapFrame(0, 0, 1, 1, (0.0, 0.0, 1.0, 1.0)), init=False)
    """Where the map lies on the sheet, in its units, and what it shows; known once the page is painted."""
    _key_pages: list[KeyPage] = field(default_factory=list, init=False)
    _trend_pages: list[TrendPage] = field(default_factory=list, init=False)

    # ---- what is shown -------------------------------------------------------------------------------------------

    @cached_property
    def grids(self) -> tuple[int, ...]:
        """Ids of the grids that are shown with what is below them; none for the whole plan."""
        if isinstance(self.scope, tuple):
            return self.scope
        return (self.scope,) if self.scope else ()

    @cached_property
    def shown(self) -> Plan:
        """The plan, or the part of it that the page shows."""
        return part_of(self.plan, *self.grids) if self.grids else self.plan

    @cached_property
    def layers(self) -> list[Layer]:
        """All layers in the order in which they are painted."""
        return [layer for layer, _ in self._layers]

    @cached_property
    def _layers(self) -> list[tuple[Layer, float]]:
        own = list(self.drawn) or [(layer, 1.0) for layer in layers_of(self.theme, on=self.on)]
        own = [
            (FindingsLayer(self.contents.found) if isinstance(layer, FindingsLayer) else layer, much)
            for layer, much in own
        ]
        if self.base is not None:
            return [(layer, much * _OVER_BASE if layer.covers_ground else much) for layer, much in own]
        return [*([(Neighbours(self.plan), 1.0)] if self.grids else []), (Outline(), 1.0), *own]

    def say(self, words: Words) -> str:
        """Return words in the page's language: a sentence by its key, or a name of the scheme."""
        return said(words, self.language)

    @property
    def heading(self) -> str:
        """The title of the page."""
        return heading_of(self.plan, self.theme, self.grids, self.language, self.title)

    @property
    def subtitle(self) -> str:
        """The line below the title: where it is, of when, by which scheme."""
        return subtitle_of(self.plan, self.grids, self.language, self.on)

    # ---- figures -------------------------------------------------------------------------------------------------

    @cached_property
    def contents(self) -> Contents:
        """The figures beside the map."""
        return Contents(self.plan, self.grids, self.language, self.findings, self.on, self.known)

    @property
    def figures(self) -> pd.Series:
        """See :attr:`ui.outputs.paper.contents.Contents.figures`."""
        return self.contents.figures

    @property
    def breakdown(self) -> Breakdown | None:
        """See :attr:`ui.outputs.paper.contents.Contents.breakdown`."""
        return self.contents.breakdown

    @property
    def rows(self) -> pd.DataFrame:
        """See :attr:`ui.outputs.paper.contents.Contents.rows`."""
        return self.contents.rows

    def key_figures(self) -> list[Figure]:
        """Return the large numbers: grids by kind, households, and what a check found."""
        return self.contents.key_figures()

    def shares(self) -> list[Share]:
        """Return the shares that are shown as bars."""
        return self.contents.shares()

    def table(self, most_rows: int) -> Table | None:
        """Return the table by grids of the next level with what the theme asks, or ``None`` if there is none."""
        return self.contents.table(self.theme, most_rows)

    # ---- painting ------------------------------------------------------------------------------------------------

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the page: the panel stands to the right of the map, or below it on an upright sheet."""
        p = proportions_of(sheet)
        left, right = p.margin, sheet.width_mm - p.margin
        around = self._around
        top = p.margin + around.paint_head(sheet, p, left, p.margin, right - left, self.heading)
        expected = self._expected(p)
        bottom = sheet.height_mm - p.margin - around.foot_height(sheet, p, right - left, expected)
        width, height = right - left, bottom - top
        beside = Beside(self.contents, self.theme, self.parts, p)
        wide, high = self._room(sheet, p, width, height)
        legends = self._paint_map_with_key(sheet, p, left, top, wide, high, mm_per_mm)
        if wide < width:
            beside.paint_column(sheet, right - p.sidebar, top, p.sidebar, height, legends)
        elif high < height:
            below = top + high + p.gutter
            beside.paint_strip(sheet, left, below, width, bottom - below, legends)
        number = self._number_with_further(sheet)
        around.paint_foot(sheet, left, sheet.height_mm - p.margin, width, number, expected)
        if p is LOW and self._names.left_out and "key" in self.parts:
            told = text("map-unnamed", self.language, count=len(self._names.left_out))
            sheet.text(left, sheet.height_mm - p.margin + 4.0, told, SMALL, room=width)

    def map_room(self, sheet: Sheet) -> tuple[float, float]:
        """Return width and height of the map where nothing takes the room of a key, millimetres of the sheet."""
        p = proportions_of(sheet)
        width = sheet.width_mm - 2 * p.margin
        head = self._around.head_height(sheet, p, width, self.heading)
        foot = self._around.foot_height(sheet, p, width, self._expected(p))
        return self._room(sheet, p, width, sheet.height_mm - 2 * p.margin - head - foot)

    def _expected(self, p: Proportions) -> tuple[int, int]:
        """Return the number of the page for which the foot leaves room: how many the key takes is known later."""
        keyed = p is LOW and self.apart and "key" in self.parts
        return _WITH_FURTHER if keyed or self._courses else self.number

    def _room(self, sheet: Sheet, p: Proportions, width: float, height: float) -> tuple[float, float]:
        """Return what is left for the map beside or above figures, legend and table."""
        if not {"figures", "legend", "table"} & set(self.parts):
            return width, height
        if sheet.width_mm >= 1.15 * sheet.height_mm:
            return width - p.sidebar - p.gutter, height
        return width, height * 0.69 - p.gutter

    def further(self) -> Sequence[KeyPage | TrendPage]:
        """Return the pages after the map: the key that had no room on it, and trends; known once it is painted."""
        return [*self._key_pages, *self._trend_pages]

    @cached_property
    def _around(self) -> HeadAndFoot:
        credit = text("map-base", self.language, credit=self.base.credit) if self.base is not None else ""
        return HeadAndFoot(
            self.plan, self.language, self.on, self.subtitle, self.mark, self.review, self.made_by, credit
        )

    @cached_property
    def _courses(self) -> tuple[Course, ...]:
        """How the indicators went in what is shown, if pages with it follow."""
        return courses_of_a_year(self.plan, self.on, self.grids) if self.trends else ()

    def _number_with_further(self, sheet: Sheet) -> tuple[int, int]:
        """Lay out the pages that follow, key and trends, and return which page of how many this is."""
        if self._key_pages:
            self._key_pages[:] = self._key_pages[0].in_pages(sheet)
        if self._courses:
            self._trend_pages[:] = TrendPage(self._around, self.heading, self._courses).in_pages(
                sheet, 1 + len(self._key_pages)
            )
        further = self.further()
        self._key_pages[:] = [replace(page, number=(page.number[0], 1 + len(further))) for page in self._key_pages]
        return (1, 1 + len(further)) if further else self.number

    def _paint_map_with_key(
        self, sheet: Sheet, p: Proportions, x: float, y: float, width: float, height: float, mm_per_mm: float
    ) -> list[Legend]:
        """Paint the map, and the key of the grids that have a number in place of their name where it costs least."""
        self._key_pages.clear()
        count = self._grids_without_room(sheet, p, width, height, mm_per_mm)
        if not count:
            return self._paint_map(sheet, p, x, y, width, height, mm_per_mm)
        high, wide = GridKey.sizes_for(count, width, height)
        beside = self._ground(width - wide - p.gutter, height, mm_per_mm)[1]
        below = self._ground(width, height - high - p.section, mm_per_mm)[1]
        fits = GridKey.fits(count, width, height) and not self._is_cut(width, height, mm_per_mm)
        if self.apart and (p is LOW or not fits):
            legends = self._paint_map(sheet, p, x, y, width, height, mm_per_mm)
            left_out = () if p is LOW else self._names.left_out
            entries = GridKey(self.plan, self._names.numbered, left_out, self.language).entries()
            if entries:
                self._key_pages.append(KeyPage(self._around, self.heading, entries, (2, 2)))
            return legends
        if beside < below:
            legends = self._paint_map(sheet, p, x, y, width - wide - p.gutter, height, mm_per_mm)
            place = (x + width - wide, y, wide, height)
        else:
            legends = self._paint_map(sheet, p, x, y, width, height - high - p.section, mm_per_mm)
            place = (x, y + height - high, width, high)
        GridKey(self.plan, self._names.numbered, self._names.left_out, self.language).paint(sheet, *place)
        return legends

    def _grids_without_room(self, sheet: Sheet, p: Proportions, width: float, height: float, mm_per_mm: float) -> int:
        """Return how many grids would have no room for their names if the map had all the height."""
        layer = next((layer for layer in self.layers if layer.is_written), None)
        if layer is None or "key" not in self.parts:
            return 0
        box, _ = self._ground(width, height, mm_per_mm)
        object.__setattr__(self, "_detail", _detail((box[2] - box[0]) / width))
        found = self._written(layer)
        frame = MapFrame(0, 0, width * UNITS, height * UNITS, box)
        names = place_names(
            [found], frame, sheet.family, np.empty((0, 4)), np.empty((0, 4)), found, p.names, self._measured
        )
        return len(names.numbered) + (0 if p is LOW else len(names.left_out))

    def _written(self, layer: Layer) -> Marks:
        """Return the marks of a layer of names, which the trial and the map have in common."""
        if self._tried is None or self._tried[0] is not layer:
            object.__setattr__(self, "_tried", (layer, layer.marks(self.shown, None, self._detail)))
        assert self._tried is not None
        return self._tried[1]

    def _ground(self, width: float, height: float, mm_per_mm: float) -> tuple[Box, int]:
        exactly = self.extent is not None
        return ground_in(self.asked_for, width, height, mm_per_mm, self.scale, exactly=exactly)

    @cached_property
    def asked_for(self) -> Box:
        """The ground that is to be seen."""
        return self.extent or ground_of(self.shown, self.grids, self.plan)

    def _is_cut(self, width: float, height: float, mm_per_mm: float) -> bool:
        """Whether a key beside the map would leave less room than the scale that was chosen takes."""
        if not self.scale:
            return False
        least = GridKey.sizes_for(1, width, height)[0]
        return scale_fitting(self.asked_for, width, height - least, mm_per_mm) > self.scale

    def _paint_map(
        self, sheet: Sheet, p: Proportions, x: float, y: float, width: float, height: float, mm_per_mm: float
    ) -> list[Legend]:
        """Paint the map into its frame and return the legends of the layers, the theme's own first."""
        painter = sheet.painter
        box, scale = self._ground(width, height, mm_per_mm)
        frame = MapFrame(x * UNITS, y * UNITS, width * UNITS, height * UNITS, box)
        object.__setattr__(self, "frame", frame)
        metres_per_mm = (box[2] - box[0]) / width
        detail = self._detail or _detail(metres_per_mm)  # one for the trial and the map, which is no larger
        sheet.box(x, y, width, height, BACKGROUND)
        marks: list[tuple[Layer, Marks]] = []
        symbols: list[FloatArray] = []
        painter.save()
        try:
            clip_to(painter, frame)
            if self.base is not None:
                self.base.paint(painter, frame, UNITS, self.plan.crs)
            for number, (layer, opacity) in enumerate(self._layers):
                self.step(number / len(self._layers))
                tried = self._tried is not None and self._tried[0] is layer
                found = self._written(layer) if tried else layer.marks(self.shown, box, detail)
                marks.append((layer, found))
                painter.setOpacity(opacity)
                symbols.append(paint_marks(painter, found, frame))
            painter.setOpacity(1.0)
            corners = Corners(sheet, frame, self._own_ground(), self.language)
            corners.paint(self.parts, metres_per_mm, scale)
            if "inset" in self.parts and (self.grids or self.extent):
                corners.paint_inset(self.around or self.plan, self.grids, box)
            layers = [found for _, found in reversed(marks)]
            keyed = next((found for layer, found in marks if layer.is_written and "key" in self.parts), None)
            taken, symbol_boxes = corners.taken, np.concatenate([np.empty((0, 4)), *symbols])
            names = paint_names(
                painter, layers, frame, sheet.family, taken, symbol_boxes, keyed, p.names, self._measured
            )
            object.__setattr__(self, "_names", names)
        finally:  # whoever stops the drawing from a layer stops it here
            painter.restore()
        sheet.box(x, y, width, height, "", "#8f8a82", 0.2)
        return legends_of(marks)

    def _own_ground(self) -> ShapeArray:
        ground = grid_shapes(self.shown)
        return ground[~shapely.is_missing(ground) & (self.shown.ranks == self.shown.ranks.min(initial=9))]


def _detail(metres_per_mm: float) -> float:
    """Return what need not be drawn at a scale, metres; 0 where leaving it out is not worth the while."""
    detail = metres_per_mm * FINEST_MM
    return detail if detail >= _WORTH_M else 0.0
