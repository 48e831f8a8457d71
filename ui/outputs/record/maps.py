"""The two maps of the record: the division before and after, the ground that changes hands marked on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import ShapeArray
from gridmap.model.plan import Plan
from gridmap.project.comparison import Comparison
from layers import (
    Borders,
    ChangedGround,
    GridKinds,
    Layer,
    Legend,
    Marks,
    Neighbours,
    layers_of,
    palette,
    part_of,
)
from layers.marks import Box
from ui.look.shapes import MapFrame
from ui.outputs.paper import furniture
from ui.outputs.paper.mark_painter import clip_to, paint_marks
from ui.outputs.paper.names import paint_names
from ui.outputs.paper.page import Size, write_png
from ui.outputs.paper.sheet import UNITS, Sheet
from ui.words.messages import Language, text
from ui.words.titles import said

WIDTH_MM: Final = 165.0
HEIGHT_MM: Final = 100.0
"""Size of a map on paper."""

_DPI: Final = 220.0
_REDUCED: Final = 0.72
"""Maps are laid out larger by the inverse of this, so that names and lines are as fine as on a large page."""

_LARGER: Final = 0.92
"""For a few grids, whose numbers must be read."""

_BAR_MM: Final = 45.0
_ROW_MM: Final = 4.8
_MOST_MM: Final = 70.0
_AROUND: Final = 0.3
_LEAST_M: Final = 300.0


class MapSize(Size):
    """Size of a map that stands in a page of text, where letters must stay legible."""

    def laid_out(self) -> tuple[float, float, float]:
        """Return width and height to lay the map out in, and how many millimetres of paper one of these is."""
        reduced = self.type_size
        return self.width_px / self.dpi * 25.4 / reduced, self.height_px / self.dpi * 25.4 / reduced, reduced


def map_size(width_mm: float, height_mm: float, dpi: float, type_size: float = _REDUCED) -> MapSize:
    """Return the size of a map of so many millimetres in a page of text."""
    paper = Size.of_paper(width_mm, height_mm, dpi)
    return MapSize(paper.width_px, paper.height_px, paper.dpi, type_size)


@dataclass(frozen=True, eq=False)
class ChangeMap:
    """A map of one side of a comparison around what changed.

    Parameters
    ----------
    comparison : Comparison
    after : bool
        Which side.
    language : "zh" or "en"
    """

    comparison: Comparison
    after: bool
    language: Language

    @property
    def plan(self) -> Plan:
        """The side that is shown."""
        return self.comparison.after if self.after else self.comparison.before

    @cached_property
    def shown(self) -> Plan:
        """That side, or the one top grid of it in which all that differs lies, whose grids are then named."""
        comparison, level = self.comparison, self.plan.scheme.levels[0]
        found: set[int] = set()
        for plan in (comparison.before, comparison.after):
            at = plan.positions(comparison.grids.index.to_numpy())
            found |= set(plan.ancestors_at(level)[at[at >= 0]].tolist()) - {0}
        return part_of(self.plan, *found) if len(found) == 1 else self.plan

    def layers(self) -> list[Layer]:
        """Return what is shown, the lowest first."""
        around = [] if self.shown is self.plan else [Neighbours(self.plan)]
        return [*around, *layers_of("boundaries"), ChangedGround(self.comparison, old_borders=self.after)]

    def paint(self, sheet: Sheet, mm_per_mm: float) -> None:
        """Draw the map to the edge of the sheet, with scale bar, north and a legend of what is seen."""
        width, height = sheet.width_mm, sheet.height_mm
        box, scale = self._box(width, height, mm_per_mm)
        frame = MapFrame(0.0, 0.0, width * UNITS, height * UNITS, box)
        metres_per_mm = (box[2] - box[0]) / width
        sheet.box(0, 0, width, height, "#f6f4ef")
        sheet.painter.save()
        clip_to(sheet.painter, frame)
        layers = self.layers()
        found = [layer.marks(self.shown, box, metres_per_mm * 25.4 / 600) for layer in layers]
        symbols = [paint_marks(sheet.painter, marks, frame) for marks in found]
        length = furniture.round_length(_BAR_MM * metres_per_mm) / metres_per_mm
        bar = (4.0, height - 18.0, length + 22.0, 15.0)
        arrow = (width - 16.0, 3.0, 13.0, 21.0)
        for x, y, wide, high in (bar, arrow):
            sheet.box(x, y, wide, high, "#fbfaf7", furniture.HAIRLINE, 0.15, radius=1.2)
        key = _legend_of(layers, found)
        wide = _widest(sheet, key, self.language)
        rows = (width - wide - 4.0, height - furniture.legend_height([key], _ROW_MM) - 6.0)
        room = (*rows, wide, height - 4.0 - rows[1])
        sheet.box(*room, "#fbfaf7", furniture.HAIRLINE, 0.15, radius=1.2)
        furniture.draw_legend(
            sheet, rows[0] + 3.0, rows[1] + 1.0, wide - 4.0, [key], partial(said, language=self.language), _ROW_MM
        )
        taken = np.array([(x, y, x + wide, y + high) for x, y, wide, high in (bar, arrow, room)]) * UNITS
        ratio = text("map-scale", self.language, scale=scale)
        furniture.draw_scale_bar(sheet, bar[0] + 4.0, bar[1] + 1.0, metres_per_mm, _BAR_MM, ratio)
        furniture.draw_north(sheet, arrow[0] + 6.5, arrow[1] + 1.0, 12.0, text("map-north", self.language))
        paint_names(sheet.painter, found[::-1], frame, sheet.family, taken, np.concatenate(symbols))
        sheet.painter.restore()
        sheet.box(0.1, 0.1, width - 0.2, height - 0.2, "", "#8f8a82", 0.25)

    def _box(self, width: float, height: float, mm_per_mm: float) -> tuple[Box, int]:
        """Return what both sides show: what changed with something around it, at a round scale."""
        west, south, east, north = shapely.total_bounds(_what_changed(self.comparison))
        x, y = (west + east) / 2, (south + north) / 2
        wide, high = (max(side * (1 + 2 * _AROUND), _LEAST_M) for side in (east - west, north - south))
        scale = furniture.round_scale(max(wide / width, high / height) * 1000 / mm_per_mm)
        per_mm = scale * mm_per_mm / 1000
        half_x, half_y = width * per_mm / 2, height * per_mm / 2
        return (x - half_x, y - half_y, x + half_x, y + half_y), scale


def _legend_of(layers: list[Layer], found: list[Marks]) -> Legend:
    """Return one legend of what a map shows: what changes hands first, then kinds and borders, as far as they are seen.

    Numbers are left out, for those of a legend are of the whole plan and not of the part that is shown.
    """
    entries = []
    for wanted in (ChangedGround, GridKinds, Borders):
        for layer, marks in zip(layers, found, strict=True):
            if isinstance(layer, wanted):
                seen = [marks.styles[number] for number in np.unique(marks.style).tolist()]
                if wanted is GridKinds:  # what tiles is in the tint of its town, whichever that is
                    tints = tuple(style for style in seen if style != palette.DEDICATED)
                    legend = [
                        one if palette.DEDICATED in one.styles else replace(one, styles=tints)
                        for one in marks.legend.entries
                    ]
                else:
                    legend = list(marks.legend.entries)
                entries += [replace(one, count=None) for one in legend if set(seen) & set(one.styles)]
    return Legend("", tuple(entries))


def _widest(sheet: Sheet, legend: Legend, language: Language) -> float:
    """Return how wide the box of a legend is."""
    words = [sheet.text_width(said(entry.words, language), furniture.BODY) for entry in legend.entries]
    return min(max(words, default=0.0), _MOST_MM) + furniture.SWATCH_MM + 9.0


def _what_changed(comparison: Comparison) -> ShapeArray:
    """Return the ground that changed hands, or the grids that differ otherwise, or everything."""
    ground = np.asarray(comparison.ground.geometry.array, dtype=object)
    if len(ground):
        return ground
    plan = comparison.after
    deepest = comparison.grids["rank"] == comparison.grids["rank"].max()
    at = plan.positions(comparison.grids.index[deepest].to_numpy())
    shapes = plan.all_shapes[at[at >= 0]]
    shapes = on_the_map(shapes)
    return shapes if len(shapes) else on_the_map(plan.all_shapes)


def draw_maps(comparison: Comparison, folder: Path, language: Language) -> tuple[Path, Path] | None:
    """Draw the maps before and after into a folder as PNG; ``None`` where neither side has any shape.

    Raises
    ------
    GridMapError
        ``no-chinese-font``.
    """
    if not len(on_the_map(comparison.before.all_shapes)) or not len(_what_changed(comparison)):
        return None
    size = map_size(WIDTH_MM, HEIGHT_MM, _DPI, _LARGER)
    places = folder / "before.png", folder / "after.png"
    for place, after in zip(places, (False, True), strict=True):
        write_png(ChangeMap(comparison, after, language), place, size)
    return places
