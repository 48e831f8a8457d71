"""Shapes of the ground as shapes of a slide (DrawingML, ECMA-376 part 1, 20.1.9), made by whole columns.

python-pptx adds one shape at a time and looks for a free number each time, which takes minutes for a city. Here the
XML of a group is put together as text, everything from outside escaped, and parsed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from gridmap.model.arrays import FloatArray, ShapeArray
from layers.marks import Box
from layers.style import Style, Symbol

EMU_PER_MM: Final = 36_000
EMU_PER_POINT: Final = 12_700
_NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_PATTERNS: Final = {
    "diagonal": "wdUpDiag",
    "back-diagonal": "wdDnDiag",
    "cross": "openDmnd",
    "horizontal": "narHorz",
    "vertical": "narVert",
    "dots": "pct10",
}
_SYMBOLS: Final[dict[Symbol, str]] = {
    "circle": "ellipse",
    "square": "rect",
    "diamond": "diamond",
    "triangle": "triangle",
    "down-triangle": "flowChartMerge",
    "cross": "mathMultiply",
    "plus": "mathPlus",
    "star": "star5",
    "hexagon": "hexagon",
}
_LONGEST_NAME: Final = 120
_MOVE: Final = '<a:moveTo><a:pt x="%d" y="%d"/></a:moveTo>'
_LINE: Final = '<a:lnTo><a:pt x="%d" y="%d"/></a:lnTo>'


@dataclass(frozen=True)
class Place:
    """Where a part of the ground lies on a slide.

    Attributes
    ----------
    left, top, width, height : int
        The frame on the slide, EMU (914,400 to an inch); y goes down.
    box : Box
        What is seen in it, in the plan's CRS, metres; of the frame's proportions.
    """

    left: int
    top: int
    width: int
    height: int
    box: Box

    def on_slide(self, shapes: ShapeArray) -> ShapeArray:
        """Return shapes of the ground in EMU of the slide."""
        west, _, east, north = self.box
        per_metre = self.width / (east - west)

        def placed(xy: FloatArray) -> FloatArray:
            return np.stack(
                [self.left + (xy[:, 0] - west) * per_metre, self.top + (north - xy[:, 1]) * per_metre], axis=1
            )

        return shapely.transform(shapes, placed)


@dataclass(frozen=True)
class Label:
    """A text in the middle of a box on the slide, EMU; ``glow`` is the colour of its rim."""

    text: str
    x: float
    y: float
    width: float
    height: float
    size_pt: float
    bold: bool = False
    colour: str = "#1f2933"
    glow: str = "#ffffff"


class Shapes:
    """Makes the XML of shapes with numbers that a slide does not have yet."""

    def __init__(self, first: int) -> None:
        self._number = count(first)

    def freeforms(self, shapes: ShapeArray, names: Sequence[str], style: Style, scale: float) -> list[str]:
        """Return polygons and lines as freeforms; one that is too small to be a shape is left out with ``""``.

        Parameters
        ----------
        shapes : object (n,)
            In EMU of the slide.
        names : sequence of str
            What each is called in the list of shapes.
        style : Style
        scale : float
            How many times the style's millimetres a millimetre of the slide is.
        """
        paths = _paths(shapes)
        looks = {fill: _look(style, scale, filled=fill) for fill in (True, False)}
        found = []
        for (path, (left, top, width, height), is_area), name in zip(paths, names, strict=True):
            if not path:
                found.append("")
                continue
            fill = "" if is_area else ' fill="none"'
            found.append(
                f"{self._head(name)}<p:spPr>{_xfrm(left, top, width, height)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>"
                f'<a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{height}"{fill}>{path}'
                f"</a:path></a:pathLst></a:custGeom>{looks[is_area]}</p:spPr></p:sp>"
            )
        return found

    def symbols(self, places: FloatArray, names: Sequence[str], style: Style, scale: float) -> list[str]:
        """Return the symbol of a style at some places, EMU, shape (n, 2)."""
        if not style.symbol:
            return []
        size = round(style.symbol_mm * scale * EMU_PER_MM)
        look = _look(Style(fill=style.symbol_fill or style.fill, stroke="#ffffff", width_mm=0.25), scale, filled=True)
        geometry = f'<a:prstGeom prst="{_SYMBOLS[style.symbol]}"><a:avLst/></a:prstGeom>'
        return [
            f"{self._head(name)}<p:spPr>{_xfrm(round(x - size / 2), round(y - size / 2), size, size)}{geometry}{look}"
            f"</p:spPr></p:sp>"
            for (x, y), name in zip(places.tolist(), names, strict=True)
        ]

    def box(self, left: int, top: int, width: int, height: int, style: Style, scale: float, name: str) -> str:
        """Return a rectangle, for a legend."""
        geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        look = _look(style, scale, filled=True)
        return f"{self._head(name)}<p:spPr>{_xfrm(left, top, width, height)}{geometry}{look}</p:spPr></p:sp>"

    def line(self, left: int, middle: int, width: int, style: Style, scale: float) -> str:
        """Return a level line, for a legend."""
        return self.freeforms(
            np.array([shapely.LineString([(left, middle), (left + width, middle)])], dtype=object), [""], style, scale
        )[0]

    def label(self, label: Label) -> str:
        """Return a text on the map."""
        left, top = round(label.x - label.width / 2), round(label.y - label.height / 2)
        glow = (
            f'<a:effectLst><a:glow rad="38100"><a:srgbClr val="{label.glow[1:]}"/></a:glow></a:effectLst>'
            if label.glow
            else ""
        )
        bold = ' b="1"' if label.bold else ""
        run = (
            f'<a:rPr lang="zh-CN" altLang="en-US" sz="{round(label.size_pt * 100)}"{bold}><a:solidFill><a:srgbClr '
            f'val="{label.colour[1:]}"/></a:solidFill>{glow}</a:rPr>'
        )
        lines = "".join(
            f'<a:p><a:pPr algn="ctr"><a:lnSpc><a:spcPct val="90000"/></a:lnSpc></a:pPr><a:r>{run}<a:t>{escape(line)}'
            f"</a:t></a:r></a:p>"
            for line in label.text.split("\n")
        )
        return (
            f"{self._head(label.text, text=True)}<p:spPr>{_xfrm(left, top, round(label.width), round(label.height))}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="none" '
            f'lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>{lines}</p:txBody>'
            f"</p:sp>"
        )

    def group(self, name: str, shapes: Iterable[str], bounds: FloatArray) -> str:
        """Return shapes as a group; ``bounds`` are left, top, right, bottom of all of them, EMU."""
        left, top, right, bottom = (int(edge) for edge in np.round(bounds))
        width, height = max(right - left, 1), max(bottom - top, 1)
        return (
            f'<p:grpSp {_NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{next(self._number)}" name={_name(name)}/>'
            f'<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="{width}" cy="{height}"/>'
            f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></p:grpSpPr>'
            f"{''.join(shapes)}</p:grpSp>"
        )

    def _head(self, name: str, *, text: bool = False) -> str:
        kind = '<p:cNvSpPr txBox="1"/>' if text else "<p:cNvSpPr/>"
        return f'<p:sp><p:nvSpPr><p:cNvPr id="{next(self._number)}" name={_name(name)}/>{kind}<p:nvPr/></p:nvSpPr>'


def _name(name: str) -> str:
    plain = " ".join(name.split())
    return quoteattr(plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…")


def _xfrm(left: int, top: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _look(style: Style, scale: float, *, filled: bool) -> str:
    """Return fill and line of a style; a pattern is one of PowerPoint's own, so that it can be changed there."""
    fill = "<a:noFill/>"
    if filled and style.pattern:
        fill = (
            f'<a:pattFill prst="{_PATTERNS[style.pattern]}"><a:fgClr><a:srgbClr val="{style.pattern_colour[1:]}"/>'
            f'</a:fgClr><a:bgClr><a:srgbClr val="{(style.fill or "#ffffff")[1:]}"/></a:bgClr></a:pattFill>'
        )
    elif filled and style.fill:
        fill = f'<a:solidFill><a:srgbClr val="{style.fill[1:]}"/></a:solidFill>'
    if not style.stroke:
        return f"{fill}<a:ln><a:noFill/></a:ln>"
    width = max(round(style.width_mm * scale * EMU_PER_MM), 3_175)
    dash = ""
    if style.dash_mm and style.width_mm:
        lengths = [round(length / style.width_mm * 100_000) for length in style.dash_mm]
        pairs = zip(lengths[::2], lengths[1::2], strict=False)
        stops = "".join(f'<a:ds d="{on}" sp="{off}"/>' for on, off in pairs)
        dash = f"<a:custDash>{stops}</a:custDash>"
    colour = f'<a:solidFill><a:srgbClr val="{style.stroke[1:]}"/></a:solidFill>'
    return f'{fill}<a:ln w="{width}">{colour}{dash}<a:round/></a:ln>'


def _paths(shapes: ShapeArray) -> list[tuple[str, tuple[int, int, int, int], bool]]:
    """Return for each shape its path, its box (left, top, width, height) and whether it is an area."""
    parts, whose = shapely.get_parts(shapes, return_index=True)
    area = shapely.get_dimensions(parts) == 2
    rings, part_of_ring = shapely.get_rings(parts[area], return_index=True)
    lines = parts[~area & (shapely.get_dimensions(parts) == 1)]
    runs = np.concatenate([rings, lines])
    owner = np.concatenate([whose[area][part_of_ring], whose[~area & (shapely.get_dimensions(parts) == 1)]])
    closed = np.arange(len(runs)) < len(rings)
    order = np.argsort(owner, kind="stable")
    runs, owner, closed = runs[order], owner[order], closed[order]
    xy, run = shapely.get_coordinates(runs, return_index=True)
    xy = np.round(xy).astype(np.int64)
    bounds = np.nan_to_num(shapely.bounds(shapes))
    corner = np.floor(bounds[:, :2]).astype(np.int64)
    size = np.maximum(np.ceil(bounds[:, 2:]).astype(np.int64) - corner, 1)
    local = (xy - corner[owner[run]]).tolist() if len(run) else []
    first = np.searchsorted(run, np.arange(len(runs) + 1)).tolist()
    pieces: list[list[str]] = [[] for _ in range(len(shapes))]
    is_area = np.zeros(len(shapes), dtype=bool)
    is_area[owner[closed]] = True
    for i, (own, shut) in enumerate(zip(owner.tolist(), closed.tolist(), strict=True)):
        points = local[first[i] : first[i + 1] - (1 if shut else 0)]
        if len(points) < (3 if shut else 2):
            continue
        path = (_MOVE + _LINE * (len(points) - 1)) % tuple(chain.from_iterable(points))
        pieces[own].append(path + "<a:close/>" if shut else path)
    boxes = np.concatenate([corner, size], axis=1).tolist()
    return [
        ("".join(piece), (box[0], box[1], box[2], box[3]), bool(area))
        for piece, box, area in zip(pieces, boxes, is_area.tolist(), strict=True)
    ]
