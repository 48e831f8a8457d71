"""The map as a page: title, map, legend, figures, table, scale bar, north arrow, source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import pyproj
import shapely

from gridmap.checks import Findings
from gridmap.exchange.plain import in_plain_text
from gridmap.figures.statistics import Breakdown
from gridmap.ground.tiling import on_the_map
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
from ui.outputs.paper import furniture
from ui.outputs.paper.contents import BAD, INK, Contents, Figure, Share, Table
from ui.outputs.paper.furniture import ACCENT, HAIRLINE, MUTED, SMALL
from ui.outputs.paper.key import GridKey
from ui.outputs.paper.legends import legends_of
from ui.outputs.paper.mark_painter import clip_to, paint_marks
from ui.outputs.paper.names import Names, paint_names, place_names
from ui.outputs.paper.sheet import ELLIPSIS, UNITS, Sheet, Type
from ui.words.labels import dates_of
from ui.words.messages import Language, origin_of, text
from ui.words.titles import heading_of, one_side, said, subtitle_of

MARGIN: Final = 13.0
HEADER: Final = 27.0
FOOTER: Final = 9.5
SIDEBAR: Final = 88.0
GUTTER: Final = 8.0
SECTION_MM: Final = 5.0
HEADING_MM: Final = 4.7
FIGURES_MM: Final = HEADING_MM + 1.0 + 2 * 14.2 + 2.6 + 2 * 9.4
ROW_LEAST_MM: Final = 4.3
ROW_MOST_MM: Final = 6.2

FINEST_MM: Final = 25.4 / 300
"""What is smaller is left out of borders: on paper a line is twice as wide at least."""

BACKGROUND: Final = "#f6f4ef"
TITLE: Final = Type(11.5, bold=True, colour=INK, spacing=0.05)
TITLE_LEADING: Final = 1.25
MARK: Final = Type(4.0, bold=True, colour=BAD)
SUBTITLE: Final = Type(4.2, colour=MUTED)


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan", in_plain_text(self.plan))
        for texts in ("title", "made_by", "mark", "review"):
            object.__setattr__(self, texts, plain_text(getattr(self, texts)))

    _names: Names = field(default_factory=Names, init=False)
    _detail: float = field(default=0.0, init=False)
    _tried: tuple[Layer, Marks] | None = field(default=None, init=False)

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
        return Contents(self.plan, self.grids, self.language, self.findings, self.on)

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
        left, right = MARGIN, sheet.width_mm - MARGIN
        header = self._paint_header(sheet, left, MARGIN, right - left)
        top, bottom = MARGIN + header, sheet.height_mm - MARGIN - FOOTER
        width, height = right - left, bottom - top
        if not {"figures", "legend", "table"} & set(self.parts):
            self._paint_map_with_key(sheet, left, top, width, height, mm_per_mm)
        elif sheet.width_mm >= 1.15 * sheet.height_mm:
            beside = right - SIDEBAR
            legends = self._paint_map_with_key(sheet, left, top, beside - GUTTER - left, height, mm_per_mm)
            self._paint_sidebar(sheet, beside, top, SIDEBAR, height, legends)
        else:
            below = bottom - height * 0.31
            legends = self._paint_map_with_key(sheet, left, top, width, below - GUTTER - top, mm_per_mm)
            self._paint_strip(sheet, left, below, width, bottom - below, legends)
        self._paint_footer(sheet, left, sheet.height_mm - MARGIN, width)

    def _paint_header(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        """Write title and subtitle, the title in as many lines as it takes, and return how high it all is."""
        room = width - 7
        if self.mark:
            wide = min(sheet.text_width(self.mark, MARK) + 6, width * 0.4)
            sheet.box(x + width - wide, y + 1.6, wide, 8.4, "", BAD, 0.4, radius=1.0)
            sheet.text(x + width - wide / 2, y + 7.3, self.mark, MARK, "centre", room=wide - 4)
            room -= wide + 4
        lines, type_ = _title_in(sheet, self.heading, room)
        more = (len(lines) - 1) * type_.size_mm * TITLE_LEADING
        sheet.box(x, y + 1.2, 2.2, 17.6 + more, ACCENT)
        for number, line in enumerate(lines):
            sheet.text(x + 7, y + 10.4 + number * type_.size_mm * TITLE_LEADING, line, type_, room=room)
        sheet.text(x + 7.2, y + 18.2 + more, self.subtitle, SUBTITLE, room=width - 7)
        return HEADER + more

    def _paint_footer(self, sheet: Sheet, x: float, bottom: float, width: float) -> None:
        facts = self.plan.facts()
        sheet.line(x, bottom - 5.2, x + width, bottom - 5.2, HAIRLINE, 0.18)
        made = [self.made_by] if self.made_by else []
        made.append(text("map-made", self.language, date=dt.date.today().isoformat()))
        if self.number[1] > 1:
            made.append(text("map-page", self.language, page=self.number[0], pages=self.number[1]))
        maker = "   ·   ".join(made)
        right = x + width - sheet.text(x + width, bottom, maker, SMALL, "right", room=width * 0.5) - 6
        parts = [self.review] if self.review else []
        parts.append(text("map-crs", self.language, crs=_crs_name(self.plan.crs)))
        parts.append(dates_of(facts, self.on, self.language))
        if facts.get("source"):
            parts.append(text("map-source", self.language, source=facts["source"]))
        if facts.get("names"):
            parts.append(one_side(facts["names"], self.language))
        origin = origin_of(facts, self.language)
        if origin:
            x += sheet.text(x, bottom, origin, Type(SMALL.size_mm, bold=True, colour=ACCENT), room=width * 0.3) + 4
        sheet.text(x, bottom, "   ·   ".join(parts), SMALL, room=right - x)

    def _paint_map_with_key(
        self, sheet: Sheet, x: float, y: float, width: float, height: float, mm_per_mm: float
    ) -> list[Legend]:
        """Paint the map, and the key of the grids that have a number in place of their name where it costs least."""
        count = self._grids_without_room(sheet, width, height, mm_per_mm)
        high, wide = GridKey.sizes_for(count, width, height)
        if not count:
            return self._paint_map(sheet, x, y, width, height, mm_per_mm)
        below = self._ground(width, height - high - SECTION_MM, mm_per_mm)[1]
        beside = self._ground(width - wide - GUTTER, height, mm_per_mm)[1]
        if beside < below:
            legends = self._paint_map(sheet, x, y, width - wide - GUTTER, height, mm_per_mm)
            place = (x + width - wide, y, wide, height)
        else:
            legends = self._paint_map(sheet, x, y, width, height - high - SECTION_MM, mm_per_mm)
            place = (x, y + height - high, width, high)
        GridKey(self.plan, self._names.numbered, self._names.left_out, self.language).paint(sheet, *place)
        return legends

    def _grids_without_room(self, sheet: Sheet, width: float, height: float, mm_per_mm: float) -> int:
        """Return how many grids would have no room for their names if the map had all the height."""
        layer = next((layer for layer in self.layers if layer.is_written), None)
        if layer is None or "key" not in self.parts:
            return 0
        box, _ = self._ground(width, height, mm_per_mm)
        object.__setattr__(self, "_detail", (box[2] - box[0]) / width * FINEST_MM)
        found = self._written(layer)
        frame = MapFrame(0, 0, width * UNITS, height * UNITS, box)
        names = place_names([found], frame, sheet.family, np.empty((0, 4)), np.empty((0, 4)), found)
        return len(names.numbered) + len(names.left_out)

    def _written(self, layer: Layer) -> Marks:
        """Return the marks of a layer of names, which the trial and the map have in common."""
        if self._tried is None or self._tried[0] is not layer:
            object.__setattr__(self, "_tried", (layer, layer.marks(self.shown, None, self._detail)))
        assert self._tried is not None
        return self._tried[1]

    def _ground(self, width: float, height: float, mm_per_mm: float) -> tuple[Box, int]:
        return _ground_in(self.shown, self.plan.shapes(self.grids), width, height, mm_per_mm, self.scale)

    def _paint_map(
        self, sheet: Sheet, x: float, y: float, width: float, height: float, mm_per_mm: float
    ) -> list[Legend]:
        """Paint the map into its frame and return the legends of the layers, the theme's own first."""
        painter = sheet.painter
        box, scale = self._ground(width, height, mm_per_mm)
        frame = MapFrame(x * UNITS, y * UNITS, width * UNITS, height * UNITS, box)
        metres_per_mm = (box[2] - box[0]) / width
        detail = self._detail or metres_per_mm * FINEST_MM  # one for the trial and the map, which is no larger
        sheet.box(x, y, width, height, BACKGROUND)
        marks: list[tuple[Layer, Marks]] = []
        symbols: list[FloatArray] = []
        painter.save()
        try:
            clip_to(painter, frame)
            for number, (layer, opacity) in enumerate(self._layers):
                self.step(number / len(self._layers))
                tried = self._tried is not None and self._tried[0] is layer
                found = self._written(layer) if tried else layer.marks(self.shown, box, detail)
                marks.append((layer, found))
                painter.setOpacity(opacity)
                symbols.append(paint_marks(painter, found, frame))
            painter.setOpacity(1.0)
            taken = self._paint_furniture(sheet, frame, metres_per_mm, scale)
            layers = [found for _, found in reversed(marks)]
            keyed = next((found for layer, found in marks if layer.is_written and "key" in self.parts), None)
            names = paint_names(painter, layers, frame, sheet.family, taken, np.concatenate(symbols), keyed)
            object.__setattr__(self, "_names", names)
        finally:  # whoever stops the drawing from a layer stops it here
            painter.restore()
        sheet.box(x, y, width, height, "", "#8f8a82", 0.2)
        return legends_of(marks)

    def _paint_furniture(self, sheet: Sheet, frame: MapFrame, metres_per_mm: float, scale: int) -> FloatArray:
        """Draw scale bar and north arrow in the corners with the least of the map and return the boxes they take."""
        bar, arrow = (74.0, 14.0), (11.0, 19.0)
        ground = grid_shapes(self.shown)
        shapes = ground[~shapely.is_missing(ground) & (self.shown.ranks == self.shown.ranks.min(initial=9))]
        on_page = frame.shapes_on_page(shapes)
        left, top = frame.left / UNITS, frame.top / UNITS
        right, bottom = left + frame.width / UNITS, top + frame.height / UNITS
        inset = 4.0

        def freest(corners: list[tuple[float, float]], size: tuple[float, float]) -> tuple[float, float]:
            """Return the corner with the least of the map below it, cleared if there is any at all."""
            covered = []
            for x, y in corners:
                place = shapely.box(x * UNITS, y * UNITS, (x + size[0]) * UNITS, (y + size[1]) * UNITS)
                covered.append(float(shapely.area(shapely.intersection(on_page, place)).sum()))
            x, y = corners[int(np.argmin(covered))]
            if min(covered) > 0:
                sheet.box(x - 2, y - 1.5, size[0] + 4, size[1] + 3, "#fbfaf7", HAIRLINE, 0.15, radius=1.2)
            return x, y

        boxes = []
        if "scale" in self.parts:
            low = bottom - inset - bar[1]
            x, y = freest([(left + inset, low), (right - inset - bar[0], low)], bar)
            ratio = text("map-scale", self.language, scale=scale)
            furniture.draw_scale_bar(sheet, x, y, metres_per_mm, 60.0, ratio)
            boxes.append((x, y, x + bar[0], y + bar[1]))
        if "north" in self.parts:
            high = top + inset
            x, y = freest([(right - inset - arrow[0], high), (left + inset, high)], arrow)
            furniture.draw_north(sheet, x + arrow[0] / 2, y, 12.0, self.say("map-north"))
            boxes.append((x, y, x + arrow[0], y + arrow[1]))
        return np.array(boxes).reshape(-1, 4) * UNITS

    def _paint_sidebar(
        self, sheet: Sheet, x: float, y: float, width: float, height: float, legends: list[Legend]
    ) -> None:
        """Draw figures, legend and table one below the other, so that the last ends where the map does."""
        bottom = y + height
        figures, legend = "figures" in self.parts, "legend" in self.parts
        used = HEADING_MM
        used += FIGURES_MM + SECTION_MM if figures else 0.0
        used += HEADING_MM + furniture.legend_height(legends) + SECTION_MM if legend else 0.0
        table = self.table(int((height - used - 5.8) / ROW_LEAST_MM) - 1) if "table" in self.parts else None
        rows = len(table.rows) + bool(table.total) if table else 0
        row_height = min((height - used - 5.8) / rows, ROW_MOST_MM) if rows else 0.0
        spare = max(height - used - 5.8 - rows * row_height, 0.0) / 2 if rows else 0.0
        if figures:
            y = self._paint_figures(sheet, x, y, width) + SECTION_MM + min(spare, 8.0)
        if legend:
            y = self._paint_legend(sheet, x, y, width, legends) + SECTION_MM + min(spare, 8.0)
        if table:
            self._paint_table(sheet, x, y, width, table, min(row_height, (bottom - y - HEADING_MM - 5.8) / rows))

    def _paint_strip(
        self, sheet: Sheet, x: float, y: float, width: float, height: float, legends: list[Legend]
    ) -> None:
        """Draw figures, legend and table side by side."""
        column = (width - 2 * GUTTER) / 3
        if "figures" in self.parts:
            self._paint_figures(sheet, x, y, column)
            x += column + GUTTER
        if "legend" in self.parts:
            self._paint_legend(sheet, x, y, column, legends)
            x += column + GUTTER
        table = self.table(int((height - HEADING_MM - 5.8) / ROW_LEAST_MM) - 1) if "table" in self.parts else None
        if table:
            rows = len(table.rows) + bool(table.total)
            row_height = min((height - HEADING_MM - 5.8) / rows, ROW_MOST_MM)
            self._paint_table(sheet, x, y, column, table, row_height)

    def _paint_figures(self, sheet: Sheet, x: float, y: float, width: float) -> float:
        y = furniture.draw_heading(sheet, x, y, width, self.say("map-figures"))
        y = furniture.draw_figures(sheet, x, y + 1.0, width, self.key_figures(), 3)
        return furniture.draw_shares(sheet, x, y + 2.6, width, self.shares())

    def _paint_legend(self, sheet: Sheet, x: float, y: float, width: float, legends: list[Legend]) -> float:
        y = furniture.draw_heading(sheet, x, y, width, self.say("map-legend"))
        return furniture.draw_legend(sheet, x, y + 1.6, width, legends, self.say)

    def _paint_table(self, sheet: Sheet, x: float, y: float, width: float, table: Table, row_height: float) -> None:
        y = furniture.draw_heading(sheet, x, y, width, table.heading)
        furniture.draw_table(sheet, x, y, width, table, row_height)


def _title_in(sheet: Sheet, title: str, room: float) -> tuple[list[str], Type]:
    """Return a title in lines with the type they are set in: large on one line if it can, smaller on several if not."""
    lines: list[str] = []
    type_ = TITLE
    for size, most in ((TITLE.size_mm, 1), (9.0, 1), (8.0, 2), (6.5, 3), (5.0, 5)):
        type_ = Type(size, bold=True, colour=INK, spacing=0.05)
        lines = sheet.lines_of(title, type_, room)
        if len(lines) <= most:
            return lines, type_
    return [*lines[:4], "".join(lines[4:6]) + ELLIPSIS], type_  # no title, but a name that means it ill


def _ground_in(
    shown: Plan, own: ShapeArray, width: float, height: float, mm_per_mm: float, wanted: int = 0
) -> tuple[Box, int]:
    """Return the ground that a frame shows, and the scale as 1 to a number, with what is shown in the middle.

    Parameters
    ----------
    own : array of shapes
        Those that are asked for; none for all that is shown. Grids that were put under them by mistake may lie far
        away.
    width, height : float
        Of the frame, in millimetres of the sheet.
    wanted : int
        The scale if it is chosen, else 0.
    """
    own = on_the_map(own)
    shapes = own if len(own) else on_the_map(shown.all_shapes)
    west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else (0.0, 0.0, 1000.0, 1000.0)
    edge = 7.0
    needed = max((east - west) / (width - 2 * edge), (north - south) / (height - 2 * edge), 0.01)
    scale = wanted or furniture.round_scale(needed * 1000 / mm_per_mm)
    per_mm = scale * mm_per_mm / 1000
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = width * per_mm / 2, height * per_mm / 2
    return (x - half_x, y - half_y, x + half_x, y + half_y), scale


def _crs_name(crs: pyproj.CRS) -> str:
    code = crs.to_epsg()
    return f"{crs.name} (EPSG:{code})" if code else crs.name
