"""What is proposed, on the map: the grids that would change, a ghost of their old borders, and why it may not be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from gridmap.ground.tiling import is_valid, made_valid
from gridmap.ground.tiling.edges import Edges
from gridmap.model.arrays import BoolArray, FloatArray, ShapeArray
from gridmap.outcome.outcome import Outcome
from gridmap.reshaping.edge_changes import EdgeChanges
from ui.canvas.furniture import paint_plate
from ui.canvas.highlight import SMALL_PX, Lit, cosmetic_pen, lit_shapes, paint_ghost, paint_lit, paint_pointer
from ui.canvas.scene.batches import edges_once, filled
from ui.canvas.scene.colours import translucent
from ui.canvas.view import View
from ui.look.appearance import Appearance

_APART_PX: Final = 18.0
_PIECE: Final = 12
"""So many vertices at most has a piece of a border that is painted in one go."""
_REFUSED_LIT: Final = 40
_MOST_VERTICES: Final = 400
_VERTEX_PX: Final = 6.0


@dataclass(frozen=True, eq=False)
class NewBorder:
    """The border that an edit would make where there is none now.

    Attributes
    ----------
    vertices : float64 (n, 2)
        Each once, in the plan's CRS.
    length_m : float
    """

    vertices: FloatArray
    length_m: float


@dataclass(frozen=True, eq=False)
class _Picture:
    """What an outcome looks like, ready to be painted again and again."""

    after: Lit | None
    ghost: Lit | None
    in_the_way: Lit | None
    border: NewBorder | None = None
    wrong: Lit | None = None
    """The very place at which something refused fails."""


class ProposalPainter:
    """Paints the outcome of what is proposed; what it looks like is worked out once."""

    def __init__(self) -> None:
        self._held: tuple[Outcome, _Picture] | None = None

    def paint(self, painter: QPainter, outcome: Outcome, view: View, look: Appearance) -> None:
        """Paint the grids that would change with their old borders, or those that stand in the way."""
        picture = self._picture(outcome)
        accent, rim, error = QColor(look.accent), QColor(look.surface), QColor(look.error)
        if picture.ghost is not None:
            paint_ghost(painter, picture.ghost, view, QColor(look.text), rim)
        if picture.after is not None:  # above the ghost, which is seen only where the border moves
            _paint_after(painter, picture.after, view, accent, rim)
        if picture.border is not None:
            _paint_vertices(painter, picture.border.vertices, view, accent, rim)
        if picture.in_the_way is not None:
            paint_lit(painter, picture.in_the_way, view, error, 2.4, 0.10 if picture.wrong is not None else 0.16, rim)
        if picture.wrong is not None:
            paint_lit(painter, picture.wrong, view, error, 3.6, 0.55, rim)
            paint_pointer(painter, picture.wrong, view, error, rim)

    def forget(self) -> None:
        """Let go of the last outcome, which holds a plan."""
        self._held = None

    def wrong(self, outcome: Outcome) -> Lit | None:
        """Return the very place at which what is refused fails, ``None`` if it is no single place."""
        return self._picture(outcome).wrong

    def border(self, outcome: Outcome) -> NewBorder | None:
        """Return the border that there would be anew, ``None`` if there would be none."""
        return self._picture(outcome).border

    def box(self, outcome: Outcome, view: View) -> QRectF | None:
        """Return where on the screen something would change, ``None`` if nowhere."""
        picture = self._picture(outcome)
        lit = picture.after or picture.ghost or picture.wrong or picture.in_the_way
        if lit is None:
            return None
        west, south, east, north = lit.bounds
        left, top = view.to_screen(west, north)
        right, bottom = view.to_screen(east, south)
        around = SMALL_PX if lit is picture.wrong else 0.0  # the ring
        return QRectF(left, top, right - left, bottom - top).adjusted(-around, -around, around, around)

    def _picture(self, outcome: Outcome) -> _Picture:
        if self._held is None or self._held[0] is not outcome:
            self._held = outcome, _picture_of(outcome)
        return self._held[1]


def _paint_after(painter: QPainter, lit: Lit, view: View, colour: QColor, rim: QColor) -> None:
    pixels = 1 / view.metres_per_pixel
    x, y = view.to_screen(*lit.origin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setTransform(QTransform(pixels, 0, 0, pixels, x, y), True)
    tint = translucent(colour, 0.13)
    for path in lit.areas.touching(view.box):
        painter.fillPath(path, tint)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    lines = lit.lines.touching(view.box)
    for pen in (cosmetic_pen(rim, 4.6), cosmetic_pen(colour, 2.4)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        for path in lines:
            painter.strokePath(path, pen)
    painter.restore()


def _paint_vertices(painter: QPainter, vertices: FloatArray, view: View, colour: QColor, rim: QColor) -> None:
    """Paint the vertices that are in view as small squares, unless there are more than one can tell apart."""
    west, south, east, north = view.box
    x, y = vertices[:, 0], vertices[:, 1]
    seen = vertices[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    if len(seen) > _MOST_VERTICES:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(rim)
    for at in seen.tolist():
        px, py = view.to_screen(*at)
        painter.drawRect(QRectF(px - _VERTEX_PX / 2, py - _VERTEX_PX / 2, _VERTEX_PX, _VERTEX_PX))
    painter.restore()


def _picture_of(outcome: Outcome) -> _Picture:
    if outcome.change is None:
        grids = getattr(outcome.refused, "grids", ())[:_REFUSED_LIT]
        at = outcome.plan.positions(np.array(grids, dtype=np.int64))
        where = getattr(outcome.refused, "where", None)
        wrong = lit_shapes(np.array([where], dtype=object)) if where is not None else None
        return _Picture(None, None, lit_shapes(outcome.plan.all_shapes[at[at >= 0]]), wrong=wrong)
    before, after = changed_shapes(outcome)
    changes = EdgeChanges.between(before, after)
    gone, come = _each_once(changes.gone), _each_once(changes.come)
    moves = len(before) == len(after)
    border = _new_border(gone, come, outcome.plan.scheme.limit("coordinate_noise")) if moves else None
    return _Picture(_lit_after(after), _ghost(gone), None, border)


def _each_once(edges: Edges) -> FloatArray:
    """Return the two ends of edges, whichever way they run, each edge once. Shape (n, 4)."""
    ends = np.concatenate([edges.start, edges.end], axis=1)
    turned = np.concatenate([edges.end, edges.start], axis=1)
    backward = (edges.start[:, 0] > edges.end[:, 0]) | (
        (edges.start[:, 0] == edges.end[:, 0]) & (edges.start[:, 1] > edges.end[:, 1])
    )
    result: FloatArray = np.unique(np.where(backward[:, None], turned, ends), axis=0)
    return result


def _new_border(gone: FloatArray, come: FloatArray, noise: float) -> NewBorder | None:
    """Tell of the edges that come where no border was: one that is handed on, or gets a vertex, is none."""
    edges = come.reshape(-1, 2, 2)
    if len(gone) and len(edges):
        points = shapely.points(np.concatenate([edges, edges.mean(axis=1, keepdims=True)], axis=1))
        old = shapely.multilinestrings(shapely.linestrings(gone.reshape(-1, 2, 2)))
        edges = edges[~shapely.dwithin(points, old, noise).all(axis=1)]
    if not len(edges):
        return None
    length_m = float(np.hypot(*(edges[:, 1] - edges[:, 0]).T).sum())
    return NewBorder(np.unique(edges.reshape(-1, 2), axis=0), length_m)


def _lit_after(shapes: ShapeArray) -> Lit | None:
    """Prepare the shapes after an edit: each border once, in short pieces, which are painted much quicker."""
    parts = shapely.get_parts(shapes[~shapely.is_missing(shapes)])
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        return None
    west, south, east, north = shapely.total_bounds(parts).tolist()
    origin = (west, north)
    return Lit(origin, filled(parts, origin), edges_once(parts, origin, _PIECE), [], (west, south, east, north))


def _ghost(gone: FloatArray) -> Lit | None:
    """Prepare the borders that go."""
    if not len(gone):
        return None
    lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(gone.reshape(-1, 2, 2))))
    return lit_shapes(np.array([lines], dtype=object))


def changed_shapes(outcome: Outcome) -> tuple[ShapeArray, ShapeArray]:
    """Return the shapes that differ, before and after, of the deepest level where any grid's ground differs.

    Vertices that are put into a border without bending it by more than the noise make no difference. What is exempted
    counts as a shape that comes.
    """
    assert outcome.change is not None
    rows = outcome.change.rows.get("grids")
    nothing: ShapeArray = np.empty(0, dtype=object)
    if rows is None:
        exempt = outcome.change.rows.get("exempt_areas")
        return nothing, nothing if exempt is None else np.asarray(exempt.after.geometry.array, dtype=object)
    plan, ids = outcome.plan, rows.ids
    rank_of = {kind.key: kind.level.rank for kind in plan.scheme.kinds}
    before, after = (np.full(len(ids), None, dtype=object) for _ in range(2))
    ranks = np.zeros(len(ids), dtype=np.int64)
    for frame, shapes in ((rows.before, before), (rows.after, after)):
        at = np.searchsorted(ids, frame.index.to_numpy())
        shapes[at] = np.asarray(frame.geometry.array, dtype=object)
        ranks[at] = [rank_of.get(kind, 0) for kind in frame["kind"]]
    moved = ~shapely.equals(before, after)
    if not moved.any():
        return nothing, after[ranks == ranks.max()]
    deepest = moved & (ranks == ranks[moved].max())
    noise = plan.scheme.limit("coordinate_noise")
    deepest[deepest] = _differ(before[deepest], after[deepest], noise)
    return before[deepest], after[deepest]


def _differ(before: ShapeArray, after: ShapeArray, noise: float) -> BoolArray:
    """Tell where shapes differ by more than the noise: a vertex put into a border bends it by less than a hair.

    A shape that crosses itself counts as the ground that it encloses; one that encloses none differs from any other.
    """
    differ: BoolArray = shapely.is_missing(before) | shapely.is_missing(after)
    both = ~differ
    old, new = (made_valid(shapes, is_valid(shapes)) for shapes in (before[both], after[both]))
    ground = shapely.area(shapely.symmetric_difference(old, new))
    differ[both] = ~(ground <= noise * shapely.length(after[both]))
    return differ if differ.any() else np.ones(len(before), dtype=bool)


def plate_box(
    width: float, height: float, at: QPointF, clear: QRectF | None, view: View, keep_off: Sequence[QRectF] = ()
) -> QRectF:
    """Return where a plate of some size stands: near the pointer, off what is being changed, inside the window.

    Parameters
    ----------
    clear : QRectF or None
        What is being changed, in pixels; as little of it as possible is covered, and of the pointer nothing.
    keep_off : sequence of QRectF
        What stands on the map already, none of which is covered where there is room elsewhere.
    """
    away = _APART_PX
    places = [
        (at.x() + away if right else at.x() - away - width, at.y() + away if below else at.y() - away - height)
        for below in (True, False)
        for right in (True, False)
    ]
    if clear is not None:
        middle_x, middle_y = at.x() - width / 2, at.y() - height / 2
        places += [
            (clear.right() + away / 2, middle_y),
            (clear.left() - away / 2 - width, middle_y),
            (middle_x, clear.bottom() + away / 2),
            (middle_x, clear.top() - away / 2 - height),
        ]
    for held in keep_off:
        places += [(x, held.top() - away / 2 - height) for x, _ in places[:2]]
        places += [(x, y) for x in (held.right() + away / 2, held.left() - away / 2 - width) for _, y in places[1:4:2]]
    whole = QRectF(4, 4, max(view.width - 8, width), max(view.height - 8, height))
    near = QRectF(at.x() - away / 2, at.y() - away / 2, away, away)
    best: tuple[float, QRectF] | None = None
    for x, y in places:
        box = QRectF(
            min(max(x, whole.left()), whole.right() - width), min(max(y, whole.top()), whole.bottom() - height),
            width, height,
        )  # fmt: skip
        covered = _shared(box, clear) / (width * height) if clear is not None else 0.0
        far = math.hypot(box.center().x() - at.x(), box.center().y() - at.y()) / math.hypot(view.width, view.height)
        cost = covered + far + (10.0 if box.intersects(near) else 0.0)
        cost += sum(3.0 for held in keep_off if box.intersects(held))
        if best is None or cost < best[0] - 1e-9:
            best = cost, box
    assert best is not None
    return best[1]


def _shared(one: QRectF, two: QRectF) -> float:
    both = one.intersected(two)
    return both.width() * both.height()


def paint_reason(
    painter: QPainter,
    text: str,
    at: QPointF,
    clear: QRectF | None,
    view: View,
    look: Appearance,
    font: QFont,
    keep_off: Sequence[QRectF] = (),
) -> QRectF:
    """Paint at the pointer why something is refused, and return the box."""
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
    painter.setFont(font)
    needed = painter.boundingRect(QRectF(0, 0, min(320, view.width - 40), 400), flags, text)
    box = plate_box(needed.width() + 26, needed.height() + 14, at, clear, view, keep_off)
    paint_plate(painter, box, look, 0.96)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.error))
    painter.drawRoundedRect(QRectF(box.left(), box.top(), 4, box.height()), 2, 2)
    painter.setPen(QColor(look.text))
    painter.drawText(box.adjusted(14, 7, -12, -7), flags, text)
    return box
