"""The map on a slide: every grid a shape of its own, by its code, in the group of the unit that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan
from layers import Borders, Layer, Marks, palette
from layers.labels import NEAR_SEATS, SEATS, in_lines, place_labels, seats
from layers.marks import Box
from layers.style import Style
from ui.outputs.slides.freeforms import EMU_PER_MM, EMU_PER_POINT, Label, Place, Shapes
from ui.words.messages import Language, text
from ui.words.titles import said

_PAGE_MM: Final = 420.0
"""Widths of lines are those of a sheet so wide."""
_LARGER: Final = 1.15
"""Names are read from the back of a room."""
_LEAST_PT: Final = 7.0
_EDGE: Final = 0.012
_PIXELS: Final = 192 / 914_400
"""To an EMU: what is finer than a dot of a sharp screen is left out."""
_LONGEST_LINE: Final = 6


@dataclass(frozen=True, eq=False)
class Ground:
    """What of a plan is shown on a slide, and where.

    Attributes
    ----------
    plan : Plan
        What is shown and nothing else.
    around : sequence of Layer
        Layers below those of the plan, such as the neighbours.
    grids : tuple of int
        Ids of the grids that are in the middle; none for all.
    room : (left, top, width, height)
        EMU.
    width : int
        Of the slide, EMU.
    language : "zh" or "en"
    finding_names : sequence of str
        What each mark of findings is called.
    known : dict
        Marks of layers by key, plan and window, which slides with the same ground have in common.
    """

    plan: Plan
    layers: Sequence[Layer]
    grids: tuple[int, ...]
    room: tuple[int, int, int, int]
    width: int
    language: Language
    finding_names: Sequence[str] = ()
    known: dict[tuple[str, Plan, Box], Marks] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """Millimetres of the slide to one of a style."""
        return self.width / EMU_PER_MM / _PAGE_MM

    @property
    def place(self) -> Place:
        """Where the ground lies on the slide."""
        own = on_the_map(self.plan.shapes(self.grids)) if self.grids else np.empty(0, dtype=object)
        shapes = own if len(own) else on_the_map(self.plan.all_shapes)
        west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else (0.0, 0.0, 1000.0, 1000.0)
        left, top, width, height = self.room
        per_emu = max((east - west) / (width * (1 - 2 * _EDGE)), (north - south) / (height * (1 - 2 * _EDGE)), 1e-6)
        x, y = (west + east) / 2, (south + north) / 2
        half_x, half_y = width * per_emu / 2, height * per_emu / 2
        return Place(left, top, width, height, (x - half_x, y - half_y, x + half_x, y + half_y))

    def drawn(self) -> tuple[list[str], list[tuple[Layer, Marks]]]:
        """Return the groups of shapes, the lowest first, and the marks of the layers, for their legends."""
        place = self.place
        detail = (place.box[2] - place.box[0]) / (place.width * _PIXELS)
        maker = Shapes(1000)
        groups: list[str] = []
        marks: list[tuple[Layer, Marks]] = []
        for layer in self.layers:
            asked = (layer.key, self.plan, place.box)
            if asked not in self.known:
                self.known[asked] = layer.marks(self.plan, place.box, detail)
            found = self.known[asked]
            marks.append((layer, found))
            if layer.is_written or not len(found):
                continue
            if layer.is_ground:
                groups += self._grids(maker, place, found)
            else:
                groups += self._others(maker, place, layer, found)
        names = self._names(maker, place, [found for _, found in reversed(marks)])
        return [*groups, *names], marks

    # ---- grids -------------------------------------------------------------------------------------------------------

    def _grids(self, maker: Shapes, place: Place, marks: Marks) -> list[str]:
        """Return the grids in groups of the units that they belong to; each has an outline, so that it can be moved."""
        plan, rows = self.plan, self.plan.positions(marks.key)
        shapes = place.on_slide(marks.shape)
        codes, names = (plan.grids[column].to_numpy(dtype=object)[rows] for column in ("code", "name"))
        called = [f"{code} {name}".strip() for code, name in zip(codes, names, strict=True)]
        made = np.full(len(rows), "", dtype=object)
        rank = plan.ranks[rows].astype(np.int64)
        for number in pd.unique(marks.style).tolist():
            for level in np.unique(rank[marks.style == number]).tolist():
                which = np.flatnonzero((marks.style == number) & (rank == level))
                border = palette.BORDERS[min(max(level, 1), len(palette.BORDERS)) - 1]
                style = replace(marks.styles[number], stroke=border.stroke, width_mm=border.width_mm, dash_mm=())
                made[which] = maker.freeforms(shapes[which], [called[i] for i in which.tolist()], style, self.scale)
        unit = self._units()[rows]
        groups = []
        for one in pd.unique(unit).tolist():
            which = np.flatnonzero((unit == one) & (made != ""))
            if len(which):
                groups.append(maker.group(self._name_of(one), made[which].tolist(), _bounds(shapes[which])))
        return groups

    def _units(self) -> IntArray:
        """Return for every grid the id of the unit whose group it stands in, 0 for none."""
        plan = self.plan
        top = int(plan.ranks[plan.ranks > 0].min(initial=len(plan.scheme.levels)))
        levels = [level for level in plan.scheme.levels if level.rank >= top]
        if np.count_nonzero(plan.ranks == top) <= 1 < len(levels):
            levels = levels[1:]
        return plan.ancestors_at(levels[0])

    def _name_of(self, grid: int) -> str:
        if not grid:
            return text("slides-no-unit", self.language)
        return f"{self.plan.value(grid, 'name')} {self.plan.value(grid, 'code')}".strip()

    # ---- what lies around, and findings ------------------------------------------------------------------------------

    def _others(self, maker: Shapes, place: Place, layer: Layer, marks: Marks) -> list[str]:
        """Return everything else in one group: lines of a style as one shape, areas each, symbols for what is small."""
        deepest = int(self.plan.ranks.max(initial=0))
        made: list[str] = []
        drawn: list[ShapeArray] = []
        names = self._names_of(layer, marks)
        for number in pd.unique(marks.style).tolist():
            style = marks.styles[number]
            which = np.flatnonzero(marks.style == number)
            if isinstance(layer, Borders) and number == deepest:
                continue  # the grids have borders of their own
            shapes = place.on_slide(shapely.clip_by_rect(marks.shape[which], *place.box))
            there = ~shapely.is_empty(shapes)
            which, shapes = which[there], shapes[there]
            if style.symbol:
                shown, on_top = _told_by_size(shapes, style, self.scale)
                middles = shapely.get_coordinates(shapely.point_on_surface(shapes[on_top]))
                made += maker.freeforms(shapes[shown], [names[i] for i in which[shown].tolist()], style, self.scale)
                made += maker.symbols(middles, [names[i] for i in which[on_top].tolist()], style, self.scale)
            elif len(shapes) and (shapely.get_dimensions(shapes) == 1).all():
                shapes = np.array([shapely.multilinestrings(shapely.get_parts(shapes))], dtype=object)
                if style.casing:
                    below = Style(stroke=style.casing, width_mm=style.casing_mm)
                    made += maker.freeforms(shapes, [names[which[0]]], below, self.scale)
                made += maker.freeforms(shapes, [names[which[0]]], replace(style, fill=""), self.scale)
            else:
                made += maker.freeforms(shapes, [names[i] for i in which.tolist()], style, self.scale)
            drawn.append(shapes)
        made = [shape for shape in made if shape]
        if not made:
            return []
        return [maker.group(text(f"layer-{layer.key}", self.language), made, _bounds(np.concatenate(drawn)))]

    def _names_of(self, layer: Layer, marks: Marks) -> list[str]:
        plain = text(f"layer-{layer.key}", self.language)
        if layer.key == "findings" and self.finding_names:
            return [self.finding_names[key] for key in marks.key.tolist()]
        if isinstance(layer, Borders):
            levels = {level.rank: said(level.name, self.language) for level in self.plan.scheme.levels}
            return [f"{plain} {levels.get(rank, '')}".strip() for rank in marks.style.tolist()]
        if marks.label is not None:
            return [name or plain for name in marks.label.tolist()]
        return [plain] * len(marks)

    # ---- names -------------------------------------------------------------------------------------------------------

    def _names(self, maker: Shapes, place: Place, layers: Sequence[Marks]) -> list[str]:
        """Return the names in one group, none over another: large ones first, small ones where they have room."""
        labels, shapes, weights, room_asked = self._labels(place, layers)
        if not labels:
            return []
        size = np.array([(label.width, label.height) for label in labels])
        places, room = seats(shapes, size[:, 0], size[:, 1])
        frame = (place.left, place.top, place.left + place.width, place.top + place.height)
        seat = np.full(len(labels), -1, dtype=np.int64)
        must = np.flatnonzero(room_asked == 0)
        seat[must] = place_labels(places[must, :SEATS], size[must, 0], size[must, 1], weights[must], frame)
        done = must[seat[must] >= 0]
        middle = places[done, seat[done]]
        taken = np.hstack([middle - size[done] / 2, middle + size[done] / 2])
        rest = np.flatnonzero((room_asked > 0) & (room >= room_asked))
        seat[rest] = place_labels(places[rest, :NEAR_SEATS], size[rest, 0], size[rest, 1], weights[rest], frame, taken)
        shown = np.flatnonzero(seat >= 0)
        if not len(shown):
            return []
        middle = places[shown, seat[shown]]
        made = [
            maker.label(replace(labels[i], x=x, y=y)) for i, (x, y) in zip(shown.tolist(), middle.tolist(), strict=True)
        ]
        boxes = np.hstack([middle - size[shown] / 2, middle + size[shown] / 2])
        bounds = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
        return [maker.group(text("layer-names", self.language), made, bounds)]

    def _labels(self, place: Place, layers: Sequence[Marks]) -> tuple[list[Label], ShapeArray, FloatArray, FloatArray]:
        """Return the names that are large enough to be read, with what they name, their weight and the room asked."""
        labels: list[Label] = []
        shapes: list[ShapeArray] = []
        weights: list[FloatArray] = []
        asked: list[float] = []
        for marks in layers:
            if marks.label is None:
                continue
            clipped = shapely.clip_by_rect(marks.shape, *place.box)
            for number, style in enumerate(marks.styles):
                type_ = style.text
                rows = np.flatnonzero((marks.style == number) & (marks.label != "") & ~shapely.is_empty(clipped))
                if type_ is None or not len(rows):
                    continue
                size = type_.size_mm * self.scale * _LARGER * EMU_PER_MM / EMU_PER_POINT
                if size < _LEAST_PT:
                    if self._is_of_many():
                        continue
                    size = _LEAST_PT
                for label in marks.label[rows].tolist():
                    lines = in_lines(label, _LONGEST_LINE)
                    wide, high = _size_of(lines, size, type_.spacing)
                    labels.append(Label(lines, 0, 0, wide, high, size, type_.bold, type_.colour, type_.halo))
                shapes.append(place.on_slide(clipped[rows]))
                weights.append(np.zeros(len(rows)) if marks.weight is None else marks.weight[rows])
                asked += [type_.room] * len(rows)
        if not labels:
            return [], np.empty(0, dtype=object), np.empty(0), np.empty(0)
        return labels, np.concatenate(shapes), np.concatenate(weights), np.array(asked)

    def _is_of_many(self) -> bool:
        ranks = self.plan.ranks[self.plan.ranks > 0]
        return bool(np.count_nonzero(ranks == ranks.min(initial=9)) > 1)


def _size_of(lines: str, size_pt: float, spacing: float) -> tuple[float, float]:
    """Return about how wide and high a text is, EMU; no font is at hand that could say."""
    em = size_pt * EMU_PER_POINT
    rows = lines.split("\n")
    widest = max(sum(1.0 if letter > "\u2e7f" else 0.6 for letter in row) for row in rows)
    return em * (widest * (1 + spacing * 0.3) + 0.3), em * (1.1 * len(rows) + 0.15)


def _told_by_size(shapes: ShapeArray, style: Style, scale: float) -> tuple[IntArray, IntArray]:
    """Return which shapes can be seen at their true size, and which have the symbol."""
    bounds = shapely.bounds(shapes)
    least = style.symbol_mm * scale * EMU_PER_MM * 1.3
    small = np.sqrt((bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])) < least
    small |= shapely.get_dimensions(shapes) < 2
    return np.flatnonzero(~small), np.arange(len(shapes)) if style.symbol_on_top else np.flatnonzero(small)


def _bounds(shapes: ShapeArray) -> FloatArray:
    bounds: FloatArray = np.nan_to_num(np.array(shapely.total_bounds(shapes)))
    return bounds
