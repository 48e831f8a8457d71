"""A map as one web page that opens without a network: everything it needs stands in the file.

folium lays the page out; its own scripts and styles, which it would fetch from ten other hosts, are left away and those
that are needed are written into the page. folium's pages are templates, so the page is laid out without data: it is the
same text for every plan. What the plan says is put into the finished text, as JSON that cannot end its element and as
escaped text. A content security policy in the page names the scripts and styles that may run by their hashes, and
forbids every request.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyproj
import shapely

from gridmap.checks import Finding
from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from layers.branch_chain import BranchChain
from layers.detail import grid_shapes
from layers.findings import FindingsLayer
from layers.labels import short_name
from layers.marks import Box, Entry, Layer, Marks, Words
from layers.part import part_of
from layers.style import Style
from layers.territory import Borders
from layers.themes import MAP_THEMES, Theme, layers_of
from ui.outputs.web.compound_facts import FEW_COMPOUNDS, CompoundFacts, PageCompounds, are_shown, of_part
from ui.outputs.web.encoded import DECIMALS, Encoder
from ui.outputs.web.facts import PageFacts
from ui.outputs.web.layout import laid_out

WORDS: Final = (
    "legend", "layers", "figures", "code", "kind", "area", "households", "branch", "secretary", "workers", "worker",
    "compounds", "severity", "place", "nowhere", "search", "nothing", "more",
)  # fmt: skip
"""Keys of the words that a page is given in :attr:`WebMap.words`."""

DOTS_PER_MM: Final = 96 / 25.4
FINE_GRIDS: Final = 3000  # so many grids are drawn with details of 2 m; of more, fewer vertices are kept
MOST_BUILDINGS: Final = 3000
MOST_POINTS: Final = 5000

_ENDS: Final = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
"""Letters that could end a script element, or a line of a script: in JSON they stand in strings only."""


@dataclass(frozen=True, eq=False)
class WebMap:
    """A plan, or one grid of it with what is below, as an offline web page.

    Parameters
    ----------
    plan : Plan
    theme : str
        One of :data:`layers.THEMES`.
    say : callable
        Returns the words for a key of ``ui/words/sentences`` or for a name of the scheme.
    words : mapping of str to str
        What the page itself says; :data:`WORDS` are its keys.
    area : callable
        Returns an area in square metres in words.
    tell : callable
        Returns the sentence of a finding.
    title, subtitle : str
        Head of the page.
    notice : str
        What must not be overlooked at the foot, that boundaries are made up, for instance.
    source : str
        The rest of the foot.
    language : str
        Of the page, for the browser: ``"zh"`` or ``"en"``.
    grids : tuple of int
        Ids of the grids to show with what is below them; none for the whole plan.
    findings : sequence of Finding
        Drawn as a layer that is visible under the theme ``"gaps"`` and can be switched on under the others.
    figures : mapping
        What stands in the box of figures: ``numbers``, ``shares``, ``heading``, ``columns``, ``rows``, ``total``, and
        ``grids``, the ids of the grids of the first rows.
    privacy : str
        What is shown of people, see :mod:`gridmap.people.privacy`.
    on : date
        The day for which assignments count.
    step : callable
        Called with the share of the page that is made, 0 to 1; what it raises stops the work.
    """

    plan: Plan
    theme: Theme
    say: Callable[[Words], str]
    words: Mapping[str, str]
    area: Callable[[float], str]
    tell: Callable[[Finding], str]
    title: str
    subtitle: str = ""
    notice: str = ""
    source: str = ""
    language: str = "zh"
    grids: tuple[int, ...] = ()
    findings: Sequence[Finding] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    privacy: Profile = "briefing"
    on: dt.date = field(default_factory=dt.date.today)
    step: Callable[[float], None] = lambda share: None

    # ---- the page ----------------------------------------------------------------------------------------------------

    def html(self) -> str:
        """Return the whole page. Of equal plans it is the same text."""
        layout = laid_out()
        language = html.escape({"zh": "zh-CN"}.get(self.language, self.language))
        title, subtitle, source = (html.escape(said) for said in (self.title, self.subtitle, self.source))
        notice = f"<strong>{html.escape(self.notice)}</strong>" if self.notice else ""
        return "".join(
            (
                f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n',
                f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{layout.policy}">',
                f'<title>{title}</title><link rel="icon" href="data:,">',
                f"{layout.head}</head>\n<body>",
                f'<header><div class="head"><h1>{title}</h1><p>{subtitle}</p></div></header>',
                f"<main>{layout.body}<aside></aside></main><footer>{notice}{source}</footer>",
                f'<script type="application/json" id="facts">{_json(self._facts())}</script>',
                f"</body>{layout.end}",
            )
        )

    def _facts(self) -> dict[str, Any]:
        """Return what ``page.js`` reads."""
        drawn: list[_Sheet] = []
        for number, layer in enumerate(self._layers):
            self.step(0.4 * number / len(self._layers))
            drawn += self._sheets(layer)
        west, south, east, north = self._bounds
        compounds = CompoundFacts(self.plan, self.shown, self.grids, self.say, self.privacy)
        told = PageFacts(self.plan, self.shown, self.say, self.area, self.privacy, self.on, compounds.branches)
        layers = []
        for number, (layer, marks, name) in enumerate(drawn):
            self.step(0.4 + 0.3 * number / len(drawn))
            layers.append(self._layer(layer, marks, name))
        parts: dict[str, Callable[[], Any]] = {
            "legend": lambda: self._legend(drawn),
            "names": self._names,
            "grids": lambda: told.grids(*self._places(), self._encoder),
            "branches": told.branches,
            "workers": told.workers,
            "compounds": lambda: self._compounds(compounds, told),
            "findings": lambda: self._told_findings(drawn),
        }
        made: dict[str, Any] = {}
        for number, (key, part) in enumerate(parts.items()):
            self.step(0.7 + 0.3 * number / len(parts))
            made[key] = part()
        self.step(1.0)
        return {
            "words": dict(self.words),
            "origin": list(self._encoder.origin),
            "bounds": [[south, west], [north, east]],
            "layers": layers,
            **made,
            "figures": {**self.figures, "grids": self.shown.positions(self.figures.get("grids", [])).tolist()},
        }

    def _compounds(self, compounds: CompoundFacts, told: PageFacts) -> dict[str, Any]:
        """Return what the page tells of compounds."""
        points = compounds.points
        there = ~shapely.is_missing(points)
        points[there] = self._in_degrees(points[there])
        return compounds.columns(self._encoder.texts(points), told.branch_places(compounds.branches))

    # ---- what is shown -----------------------------------------------------------------------------------------------

    @cached_property
    def shown(self) -> Plan:
        """The plan, or the part of it that the page shows."""
        return part_of(self.plan, *self.grids) if self.grids else self.plan

    @cached_property
    def _window(self) -> Box | None:
        shapes = on_the_map(self.shown.all_shapes)
        if not len(shapes):
            return None
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        return west, south, east, north

    @cached_property
    def _bounds(self) -> Box:
        """West, south, east, north in degrees."""
        if self._window is None:
            return -180.0, -85.0, 180.0, 85.0
        west, south, east, north = self._to_degrees.transform_bounds(*self._window)
        return west, south, east, north

    @cached_property
    def _detail_m(self) -> float:
        return float(2.0 * max(len(self.shown.ids) / FINE_GRIDS, 1.0))

    @cached_property
    def _layers(self) -> list[Layer]:
        found = [finding for finding in self.findings if self._concerns(finding)]
        drawn = (layer for layer in layers_of(self.theme, on=self.on) if not layer.is_written)
        layers = [layer for layer in drawn if not isinstance(layer, FindingsLayer)]
        if any(layer.key == "branches" for layer in layers):
            layers.append(BranchChain(self.on))
        if are_shown(self.plan):
            layers.append(PageCompounds(self.grids))
        if len(self.shown.buildings) > MOST_BUILDINGS:
            layers = [layer for layer in layers if not layer.is_close_up]
        return [*layers, FindingsLayer(found)] if found else layers

    def _concerns(self, finding: Finding) -> bool:
        return not self.grids or bool((self.shown.positions(finding.grids) >= 0).any())

    # ---- layers ------------------------------------------------------------------------------------------------------

    def _sheets(self, layer: Layer) -> Iterator[_Sheet]:
        """Yield what of a layer can be switched on and off, with its name; borders level by level."""
        if isinstance(layer, PageCompounds):  # of the whole plan, and each for itself, for a click tells of one
            marks = layer.marks(self.plan)
        else:
            marks = layer.marks(self.shown, self._window, self._detail_m)
        if not isinstance(layer, Borders):
            if len(marks):
                yield layer, marks, self.say(f"layer-{layer.key}")
            return
        rank = np.maximum(marks.key, 1)  # the outline goes with the top level
        for level in reversed(self.shown.scheme.levels):
            if (rank == level.rank).any():
                yield layer, marks.only(rank == level.rank), self.say(level.name)

    def _layer(self, layer: Layer, marks: Marks, name: str) -> dict[str, Any]:
        """Return a layer of the page: what the switch calls it, its styles, and of each shape the style and the text.

        ``about`` says of what a click tells: places among the grids or the findings, -1 for nothing.
        """
        shapes, style, about = marks.shape, marks.style, None
        of_findings, of_compounds = isinstance(layer, FindingsLayer), isinstance(layer, PageCompounds)
        if isinstance(layer, FindingsLayer):
            shapes, style, about = self._shapes_of_findings(marks)
        elif isinstance(layer, PageCompounds):
            about = np.searchsorted(np.flatnonzero(of_part(self.plan, self.grids)), marks.key)
            style = style + len(marks.styles) * (shapely.get_dimensions(shapes) == 2)
        elif layer.is_clickable:
            about = self.shown.positions(marks.key)
        elif (shapely.get_dimensions(shapes) == 1).all():  # lines that only differ in style may go together
            shapes, style = _together(shapes, style)
        return {
            "name": name,
            "shown": self._is_on(layer),
            "findings": of_findings,
            "compounds": of_compounds,
            "clickable": layer.is_clickable or of_compounds,
            "styles": [
                *(_leaflet(one, of_findings or of_compounds) for one in marks.styles),
                *(_outline(one) for one in marks.styles if of_compounds),
            ],
            "style": style.tolist(),
            "shapes": self._encoder.texts(self._in_degrees(shapes)),
            **({} if about is None else {"about": about.tolist()}),
        }

    def _is_on(self, layer: Layer) -> bool:
        """Whether a layer is seen unasked: findings under theirs, few compounds under that of branches."""
        if isinstance(layer, PageCompounds):
            listed = len(self.plan.tables["compounds"]) > 0
            few = int(of_part(self.plan, self.grids).sum()) <= FEW_COMPOUNDS
            return self.theme == "branches" and listed and few
        return not isinstance(layer, FindingsLayer) or MAP_THEMES[self.theme].of_findings

    def _shapes_of_findings(self, marks: Marks) -> tuple[ShapeArray, IntArray, IntArray]:
        """Return the findings: their ground where it is exact, and a point on it that is seen from afar."""
        exact = ~np.array([style.symbol_on_top for style in marks.styles], dtype=bool)[marks.style]
        shapes, style, about = marks.shape[exact], marks.style[exact], marks.key[exact]
        if len(marks) <= MOST_POINTS:
            shapes = np.concatenate([shapes, shapely.point_on_surface(marks.shape)])
            style, about = np.concatenate([style, marks.style]), np.concatenate([about, marks.key])
        return shapes, style, np.searchsorted(np.sort(marks.key), about)

    def _told_findings(self, drawn: list[_Sheet]) -> dict[str, list[str]]:
        """Return what is told of the findings that are drawn, in the order of their places in the list."""
        sheets = [(layer, marks) for layer, marks, _ in drawn if isinstance(layer, FindingsLayer)]
        found = [layer.findings[key] for layer, marks in sheets for key in np.sort(marks.key).tolist()]
        return {
            "title": [self.say(f"rule-{finding.rule}") for finding in found],
            "place": [self.tell(finding) for finding in found],
            "severity": [self.say(f"severity-{finding.severity}") for finding in found],
        }

    # ---- names and legend --------------------------------------------------------------------------------------------

    def _places(self) -> tuple[ShapeArray, ShapeArray]:
        """Return a point on each grid, and the box of those that are divided further; ``None`` without a shape."""
        shapes = grid_shapes(self.shown, self._detail_m)
        there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
        points, corners = np.full(len(shapes), None, dtype=object), np.full(len(shapes), None, dtype=object)
        points[there] = self._in_degrees(shapely.point_on_surface(shapes[there]))
        boxed = there & (self.shown.ranks < self.shown.ranks.max(initial=0))
        bounds = shapely.bounds(shapes[boxed])
        corners[boxed] = self._in_degrees(shapely.linestrings(bounds.reshape(-1, 2, 2))) if boxed.any() else None
        return points, corners

    def _names(self) -> list[list[Any]]:
        """Return grid, level from the top, name and least zoom of what is named, the highest first."""
        plan = self.shown
        shapes = grid_shapes(plan, self._detail_m)
        ranks = [int(rank) for rank in np.unique(plan.ranks[plan.has_shape & (plan.ranks > 0)])]
        names = plan.grids["name"].tolist()
        found: list[list[Any]] = []
        for number, rank in enumerate(ranks[:3]):
            rows = np.flatnonzero((plan.ranks == rank) & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
            from_zoom = 0 if number == 0 else 11 + 2 * number
            found += [[at, number + 1, short_name(names[at]), from_zoom] for at in rows.tolist() if names[at]]
        return found

    def _legend(self, drawn: list[_Sheet]) -> list[dict[str, Any]]:
        """Return the blocks of the legend: what the theme is about, the borders, and the surroundings.

        A block names its layers, so that it shows only while one of them does.
        """
        blocks: dict[str, dict[str, Any]] = {}
        for number, (layer, marks, _) in enumerate(drawn):
            if layer.key in blocks:
                blocks[layer.key]["layers"].append(number)
            elif marks.legend.entries:
                blocks[layer.key] = {
                    "heading": self.say(marks.legend.heading) if marks.legend.heading else "",
                    "entries": [self._entry(entry) for entry in marks.legend.entries],
                    "layers": [number],
                }
        return [blocks[key] for key in sorted(blocks, key=lambda key: (not blocks[key]["heading"], key == Borders.key))]

    def _entry(self, entry: Entry) -> dict[str, Any]:
        styles = [_leaflet(style, entry.form == "point") for style in entry.styles]
        return {"text": self.say(entry.words), "styles": styles, "count": entry.count, "form": entry.form}

    # ---- coordinates -------------------------------------------------------------------------------------------------

    @cached_property
    def _to_degrees(self) -> pyproj.Transformer:
        return pyproj.Transformer.from_crs(self.plan.crs, "EPSG:4326", always_xy=True)

    @cached_property
    def _encoder(self) -> Encoder:
        west, south, _, _ = self._bounds
        return Encoder((round(west * 10**DECIMALS), round(south * 10**DECIMALS)))

    def _in_degrees(self, shapes: ShapeArray) -> ShapeArray:
        """Return shapes in WGS 84, longitude and latitude. Shape (n,)."""
        return shapely.transform(shapes, self._to_degrees.transform, interleaved=False)


_Sheet = tuple[Layer, Marks, str]
"""What can be switched on and off on the page: marks of a layer, and their name in the switch."""


def _together(shapes: ShapeArray, style: IntArray) -> tuple[ShapeArray, IntArray]:
    """Return lines as one for each style, in the order in which the styles first come."""
    if not len(shapes):
        return shapes, style
    styles, first = np.unique(style, return_index=True)
    styles = styles[np.argsort(first)]
    parts = [shapely.get_parts(shapes[style == number]) for number in styles]
    return np.array([shapely.multilinestrings(lines) for lines in parts], dtype=object), styles


def _leaflet(style: Style, symbol: bool = False) -> dict[str, Any]:
    """Return a style as Leaflet's options for a path, and the hatching for the page's own script."""
    colour = (style.symbol_fill if symbol else "") or style.fill or style.symbol_fill
    options: dict[str, Any] = {
        "stroke": bool(style.stroke),
        "color": style.stroke or "#8b8781",
        "weight": max(round(style.width_mm * DOTS_PER_MM, 2), 0.5),
        "opacity": 1,
        "fill": bool(colour),
        "fillColor": colour,
        "fillOpacity": 1,
    }
    if style.symbol:
        options |= {"symbol": style.symbol, "radius": round(style.symbol_mm * DOTS_PER_MM / 2, 1)}
    if style.casing:
        options |= {"casing": style.casing, "casingWeight": round(style.casing_mm * DOTS_PER_MM, 2)}
    if style.dash_mm:
        options["dashArray"] = " ".join(str(round(length * DOTS_PER_MM, 1)) for length in style.dash_mm)
    if style.pattern:
        options |= {
            "pattern": style.pattern,
            "patternColor": style.pattern_colour,
            "patternGap": round(style.pattern_gap_mm * DOTS_PER_MM * 1.6, 1),
            "patternWidth": round(max(style.pattern_width_mm * DOTS_PER_MM, 0.8), 2),
        }
    return options


def _outline(style: Style) -> dict[str, Any]:
    """Return a style as that of an outline: its line, and within it a breath of its colour that can be clicked."""
    options = _leaflet(replace(style, symbol="", fill=style.stroke))
    return options | {"fillOpacity": 0.14}


def _json(value: object) -> str:
    """Return JSON that may stand inside a script element: nothing in it can end that."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ENDS)
