"""A map as one web page that opens without a network: everything it needs stands in the file.

folium lays the page out; its own scripts and styles, which it would fetch from ten other hosts, are left away and those
that are needed are written into the page. folium's pages are templates, so the page is laid out without data: it is the
same text for every plan. What the plan says is put into the finished text, as JSON that cannot end its element and as
escaped text. A content security policy in the page names the scripts and styles that may run by their hashes, and
forbids every request.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

import folium
import numpy as np
import pyproj
import shapely
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from gridmap.checks import Finding
from gridmap.ground.placement import households_by_grid
from gridmap.ground.tiling import on_the_map, valid_shapes
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.people.branches import branches_of
from gridmap.people.privacy import Profile, shown_names, shown_phones
from gridmap.people.staffing import counting
from layers.detail import grid_shapes
from layers.findings import FindingsLayer
from layers.labels import short_name
from layers.marks import Box, Entry, Layer, Marks, Words
from layers.part import part_of
from layers.style import Style
from layers.territory import Borders
from layers.themes import MAP_THEMES, Theme, layers_of

WORDS: Final = ("legend", "code", "kind", "area", "households", "branch", "secretary", "workers", "severity")
"""Keys of the words that a page is given in :attr:`WebMap.words`."""

DOTS_PER_MM: Final = 96 / 25.4
DECIMALS: Final = 6  # of a degree: 0.1 m
FINE_GRIDS: Final = 3000  # so many grids are drawn with details of 2 m; of more, fewer vertices are kept
MOST_BUILDINGS: Final = 3000
MOST_POINTS: Final = 5000

_POLICY: Final = "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:"
_INLINE: Final = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
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
    privacy : str
        What is shown of people, see :mod:`gridmap.people.privacy`.
    on : date
        The day for which assignments count.
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
    privacy: Profile = "briefing"
    on: dt.date = field(default_factory=dt.date.today)

    # ---- the page ----------------------------------------------------------------------------------------------------

    def html(self) -> str:
        """Return the whole page. Of equal plans it is the same text."""
        drawn = [sheet for layer in self._layers for sheet in self._sheets(layer)]
        west, south, east, north = self._bounds
        data = {
            "words": dict(self.words),
            "bounds": [[south, west], [north, east]],
            "layers": [self._layer(layer, marks, name) for layer, marks, name in drawn],
            "legend": self._legend(drawn),
            "names": self._names(),
        }
        layout = _laid_out()
        language = html.escape({"zh": "zh-CN"}.get(self.language, self.language))
        title, subtitle, source = (html.escape(said) for said in (self.title, self.subtitle, self.source))
        notice = f"<strong>{html.escape(self.notice)}</strong>" if self.notice else ""
        return "".join(
            (
                f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n',
                f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{layout.policy}">',
                f'<title>{title}</title><link rel="icon" href="data:,">',
                f"{layout.head}</head>\n<body><header><h1>{title}</h1><p>{subtitle}</p></header>{layout.body}",
                f'<footer>{notice}{source}</footer><script type="application/json" id="facts">{_json(data)}</script>',
                f"</body>{layout.end}",
            )
        )

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
        if len(self.shown.buildings) > MOST_BUILDINGS:
            layers = [layer for layer in layers if not layer.is_close_up]
        return [*layers, FindingsLayer(found)] if found else layers

    def _concerns(self, finding: Finding) -> bool:
        return not self.grids or bool((self.shown.positions(finding.grids) >= 0).any())

    # ---- layers ------------------------------------------------------------------------------------------------------

    def _sheets(self, layer: Layer) -> Iterator[_Sheet]:
        """Yield what of a layer can be switched on and off, with its name; borders level by level."""
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
        """Return a layer of the page: what the switch calls it, its features, and the styles that these name."""
        clickable = layer.is_clickable
        of_findings = isinstance(layer, FindingsLayer)
        if isinstance(layer, FindingsLayer):
            features = self._finding_features(layer, marks)
        else:
            about = self._about_grids(marks.key) if clickable else [{}] * len(marks)
            shapes = self._in_degrees(marks.shape)
            features = [
                _feature(shape, {**row, "style": style})
                for shape, row, style in zip(shapes, about, marks.style.tolist(), strict=True)
            ]
        return {
            "name": name,
            "shown": not of_findings or MAP_THEMES[self.theme].of_findings,
            "clickable": clickable,
            "styles": [_leaflet(style, of_findings) for style in marks.styles],
            "shapes": {"type": "FeatureCollection", "features": features},
        }

    def _finding_features(self, layer: FindingsLayer, marks: Marks) -> list[dict[str, Any]]:
        """Return the findings: their ground where it is exact, and a point on it that is seen from afar."""
        rows = [self._about_finding(layer.findings[key]) for key in marks.key.tolist()]
        styles = marks.style.tolist()
        exact = [not marks.styles[style].symbol_on_top for style in styles]
        shapes = self._in_degrees(marks.shape)
        features = [
            _feature(shape, {**row, "style": style})
            for shape, row, style, drawn in zip(shapes, rows, styles, exact, strict=True)
            if drawn
        ]
        if len(rows) <= MOST_POINTS:
            points = self._in_degrees(shapely.point_on_surface(marks.shape))
            features += [
                _feature(point, {**row, "style": style}) for point, row, style in zip(points, rows, styles, strict=True)
            ]
        return features

    def _about_finding(self, finding: Finding) -> dict[str, Any]:
        rows = [("severity", self.say(f"severity-{finding.severity}"))]
        return {"title": self.say(f"rule-{finding.rule}"), "place": self.tell(finding), "rows": rows}

    def _about_grids(self, grids: IntArray) -> list[dict[str, Any]]:
        """Return what a click at each grid shows."""
        plan = self.shown
        people, branches = self._people, plan.tables["branches"]
        secretaries = dict(zip(branches.index, shown_names(branches["secretary"], self.privacy), strict=True))
        names, codes = plan.grids["name"].tolist(), plan.grids["code"].tolist()
        above = self.plan.positions(plan.parents)
        places = self.plan.grids["name"].to_numpy(dtype=object)
        upper = self.plan.positions(self.plan.parents)
        households = households_by_grid(plan)
        area_m2 = np.nan_to_num(shapely.area(valid_shapes(plan)))
        kinds = [self.say(kind.name) for kind in plan.scheme.kinds]
        result = []
        for grid, at in zip(grids.tolist(), plan.positions(grids).tolist(), strict=True):
            serving = branches_of(plan, grid, self.on).tolist()
            rows: list[tuple[str, str | list[str]]] = [
                ("code", codes[at]),
                ("kind", kinds[plan.kind_numbers[at]] if plan.kind_numbers[at] >= 0 else str(plan.value(grid, "kind"))),
                ("area", self.area(float(area_m2[at]))),
                ("households", f"{int(households[at]):,}"),
                ("branch", [str(branches["name"].loc[branch]) for branch in serving] or "—"),
                ("secretary", [str(secretaries[branch]) for branch in serving if secretaries[branch]]),
                ("workers", people.get(grid, []) or "—"),
            ]
            place: list[str] = []
            step = int(above[at])
            while step >= 0 and len(place) < 6:
                place.append(str(places[step]))
                step = int(upper[step])
            shown = [(name, value) for name, value in rows if value]
            result.append(
                {"id": grid, "title": names[at] or codes[at], "place": " · ".join(place[::-1]), "rows": shown}
            )
        return result

    @cached_property
    def _people(self) -> dict[int, list[str]]:
        """What is shown of the workers of each grid: role, name, phone, as the profile lets it."""
        plan = self.shown
        assignments, workers = plan.tables["assignments"][counting(plan, self.on)], plan.tables["workers"]
        names = dict(zip(workers.index, shown_names(workers["name"], self.privacy), strict=True))
        phones = dict(zip(workers.index, shown_phones(workers["phone"], self.privacy), strict=True))
        roles = {role.key: self.say(role.name) for role in plan.scheme.roles}
        people: dict[int, list[str]] = {}
        for worker, grid, role in assignments[["worker", "grid", "role"]].itertuples(index=False):
            parts = (roles.get(role, role), names[worker], phones[worker])
            people.setdefault(int(grid), []).append("  ".join(part for part in parts if part))
        return people

    # ---- names and legend --------------------------------------------------------------------------------------------

    def _names(self) -> list[list[Any]]:
        """Return longitude, latitude, level from the top, name and least zoom of what is named, the highest first."""
        plan = self.shown
        shapes = grid_shapes(plan, self._detail_m)
        ranks = [int(rank) for rank in np.unique(plan.ranks[plan.has_shape & (plan.ranks > 0)])]
        found: list[list[Any]] = []
        for number, rank in enumerate(ranks[:3]):
            rows = np.flatnonzero((plan.ranks == rank) & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
            xy = shapely.get_coordinates(self._in_degrees(shapely.point_on_surface(shapes[rows])))
            names = plan.grids["name"].to_numpy(dtype=object)[rows]
            from_zoom = 0 if number == 0 else 11 + 2 * number
            found += [
                [x, y, number + 1, short_name(name), from_zoom]
                for (x, y), name in zip(xy.tolist(), names.tolist(), strict=True)
                if name
            ]
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

    def _in_degrees(self, shapes: ShapeArray) -> ShapeArray:
        """Return shapes in WGS 84, longitude and latitude, rounded. Shape (n,)."""

        def transform(x: Any, y: Any) -> tuple[Any, Any]:
            longitude, latitude = self._to_degrees.transform(x, y)
            return np.round(longitude, DECIMALS), np.round(latitude, DECIMALS)

        return shapely.transform(shapes, transform, interleaved=False)


_Sheet = tuple[Layer, Marks, str]
"""What can be switched on and off on the page: marks of a layer, and their name in the switch."""


class _Start(MacroElement):
    """Starts the page's own script when the map is there."""

    _template = Template(
        "{% macro script(this, kwargs) %}GridMapPage.start({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "Start"


@dataclass(frozen=True)
class _Layout:
    """A page without data: its policy, and the text inside its head, inside its body, and after that."""

    policy: str
    head: str
    body: str
    end: str


@cache
def _laid_out() -> _Layout:
    """Return the page as folium lays it out. Nothing of a plan may come in here: folium renders templates."""
    page = folium.Map(tiles=None, prefer_canvas=True, zoom_snap=0.25, attribution_control=False)
    page._id = "gridmap"
    page.default_js, page.default_css = [], []
    figure = page.get_root()
    assert isinstance(figure, Figure)
    for name in ("leaflet.css", "page.css"):
        figure.header.add_child(_verbatim(f"<style>{_static(name)}</style>"), name=name)
    for name in ("leaflet.js", "page.js"):
        figure.header.add_child(_verbatim(f"<script>{_static(name)}</script>"), name=name)
    page.add_child(_Start())
    for child in page._children.values():  # names without chance, so that the same plan gives the same page
        if len(child._id) == 32:
            child._id = child._name.lower()
    text = figure.render()
    head, _, rest = text.partition("<head>")[2].partition("</head>")
    body, _, end = rest.partition("<body>")[2].partition("</body>")
    inline = _INLINE.findall(text)
    policy = _POLICY.format(
        scripts=" ".join(_hash_of(written) for tag, written in inline if tag == "script"),
        styles=" ".join(_hash_of(written) for tag, written in inline if tag == "style"),
    )
    return _Layout(policy, head, body, end)


def _hash_of(written: str) -> str:
    """Return how a content security policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(written.encode()).digest()).decode()}'"


def _feature(shape: shapely.Geometry, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def _leaflet(style: Style, symbol: bool = False) -> dict[str, Any]:
    """Return a style as Leaflet's options for a path, and the hatching for the page's own script."""
    colour = (style.symbol_fill if symbol else "") or style.fill
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


def _static(name: str) -> str:
    return (files("ui.outputs.web") / "static" / name).read_text(encoding="utf-8")


def _verbatim(text: str) -> Element:
    """Return a piece of the page that is no template."""
    return Element(f"{{% raw %}}{text}{{% endraw %}}")


def _json(value: object) -> str:
    """Return JSON that may stand inside a script element: nothing in it can end that."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ENDS)
