"""Painting scenes into pictures, a few milliseconds at a time, so that the window answers while it is painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTransform

from gridmap.model.arrays import FloatArray
from layers.marks import Box
from layers.style import Style
from ui.canvas.scene.colours import mixed, screen_colour, symbol_colour
from ui.canvas.scene.scene import PreparedLayer, Scene, Symbols
from ui.canvas.view import View
from ui.look.fonts import chinese_family
from ui.look.shapes import path_through
from ui.look.symbols import symbol_path

DOTS_PER_MM: Final = 96 / 25.4
SLICE_S: Final = 0.005
"""How long is painted at a time before events are looked at again."""

MARGIN_PX: Final = 128
"""A picture reaches this far beyond the view on each side, so that a pan finds something there."""


_WIDE_CELL_PX: Final = 70.0
_THINNEST: Final = 0.4
_LEAST_WEIGHTY_MM: Final = 0.45
"""No line that is to stand out is thinner, whatever its style says; of small cells it is all the same."""
_ROAD_M: Final = 3.0
_NUMBER_PX: Final = 11.0
_LIGHT: Final = 0.55
"""Height of the number in a symbol that stands for several, and from which lightness of that it is black."""
_WIDEST_ROAD: Final = 5.0
_LOTS: Final = 200
"""Into about so many lots the paths of a style are put."""
_MOST_IN_A_LOT: Final = 16
"""Of 50 grids each, which take half a millisecond where very many are to be seen."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A painted part of the ground.

    Attributes
    ----------
    image : QImage
    view : View
        What the image shows, in pixels of the window; its width and height include the margins.
    ratio : float
        Dots of the screen to a pixel of the window.
    """

    image: QImage
    view: View
    ratio: float

    def view_size(self) -> QSizeF:
        """Return how large the picture is in a window, pixels."""
        return QSizeF(self.image.width() / self.ratio, self.image.height() / self.ratio)

    def target(self, view: View) -> QRectF:
        """Return where the picture lies in a window with another view, pixels."""
        west, south, east, north = self.view.box
        left, top = view.to_screen(west, north)
        right, bottom = view.to_screen(east, south)
        return QRectF(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Look:
    """What colours a picture is painted in.

    Attributes
    ----------
    night : bool
    ground : str
        Colour behind everything.
    line_width : float
        Lines are this many times as wide as their styles say.
    symbol_size : float
        Symbols are this many times as large; numbers stand in them only where they have their size.
    """

    night: bool = False
    ground: str = "#f4f3ee"
    line_width: float = 1.0
    symbol_size: float = 1.0


Step = Callable[[QPainter], None]
Under = Callable[[View, float], Sequence[Step]]


class Renderer(QObject):
    """Paints one picture after another, each in slices.

    Signals
    -------
    painted : Picture
        A picture is done.
    """

    painted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        self._steps: Iterator[tuple[QRect, QTransform, Step]] | None = None
        self._image: QImage | None = None
        self.view: View | None = None
        """What is being painted, ``None`` while there is nothing to do."""
        self._ratio = 1.0

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being painted."""
        return self._steps is not None

    def stop(self) -> None:
        """Give up the picture that is being painted."""
        self._timer.stop()
        self._steps = self._image = self.view = None

    def start(
        self,
        stack: Sequence[tuple[Scene, Box | None]],
        view: View,
        ratio: float,
        look: Look,
        under: Under | None = None,
        last: Picture | None = None,
        only: Box | None = None,
    ) -> None:
        """Begin a picture; one that is being painted is given up.

        Parameters
        ----------
        stack : sequence of (Scene, Box or None)
            Painted one on the other, each only inside its box.
        view : View
            Of the window; margins are added here.
        ratio : float
            Dots to a pixel.
        look : Look
        under : callable, optional
            From the picture's view and ratio to steps that are painted below the scenes, such as a base map.
        last : Picture, optional
            What it shows at the same scale is kept, and only what it lacks is painted.
        only : Box, optional
            With ``last``: paint this again as well.
        """
        self.stop()
        wide, size = _with_margin(view, ratio)
        image = QImage(size, QImage.Format.Format_RGB32)
        rects = [QRect(0, 0, size.width(), size.height())]
        if last is not None and last.ratio == ratio and _same_scale(last.view, wide):
            wide, rects = _kept_part(image, last, wide, ratio, look)
            if only is not None:
                rects = [*rects, _dots(only, wide, ratio)]
            rects = [rect for rect in (rect.intersected(image.rect()) for rect in rects) if not rect.isEmpty()]
        self._image, self.view, self._ratio = image, wide, ratio
        self._steps = _steps(stack, wide, ratio, look, rects, under(wide, ratio) if under is not None else ())
        self._timer.start()

    def finish(self) -> None:
        """Paint what is left of the picture now, without a pause."""
        while self.is_busy:
            self._slice(3600.0)

    def _slice(self, seconds: float = SLICE_S) -> None:
        if self._steps is None or self._image is None or self.view is None:
            self._timer.stop()
            return
        end = time.perf_counter() + seconds
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect: QRect | None = None
        base: QTransform | None = None
        done = False
        try:
            while time.perf_counter() < end:
                step = next(self._steps, None)
                if step is None:
                    done = True
                    break
                if step[0] is not rect:
                    rect = step[0]
                    painter.resetTransform()
                    painter.setClipRect(rect)
                    base = None
                if step[1] is not base:
                    base = step[1]
                    painter.setTransform(base)
                step[2](painter)
        finally:
            painter.end()
        if done:
            picture = Picture(self._image, self.view, self._ratio)
            self.stop()
            self.painted.emit(picture)


def screen_ground(look: Look) -> QColor:
    """Return the colour behind everything."""
    return QColor(look.ground)


def _with_margin(view: View, ratio: float) -> tuple[View, QSize]:
    """Return the view with margins, and its size in dots, which is whole."""
    width = round((view.width + 2 * MARGIN_PX) * ratio)
    height = round((view.height + 2 * MARGIN_PX) * ratio)
    return view.resized(width / ratio, height / ratio), QSize(width, height)


def _same_scale(one: View, two: View) -> bool:
    return abs(one.metres_per_pixel / two.metres_per_pixel - 1) < 1e-9


def _kept_part(image: QImage, last: Picture, wide: View, ratio: float, look: Look) -> tuple[View, list[QRect]]:
    """Copy what the last picture has into the image, moved by whole dots; return the view and what is lacking."""
    scale = wide.metres_per_pixel / ratio
    dot_x = round((wide.x - last.view.x) / scale - (image.width() - last.image.width()) / 2)
    dot_y = round((last.view.y - wide.y) / scale - (image.height() - last.image.height()) / 2)
    # The middle follows from whole dots between the two upper left corners.
    west = last.view.x - last.image.width() * scale / 2 + dot_x * scale
    north = last.view.y + last.image.height() * scale / 2 - dot_y * scale
    view = View(
        west + image.width() * scale / 2, north - image.height() * scale / 2, wide.metres_per_pixel, wide.width,
        wide.height,
    )  # fmt: skip
    there = QRect(-dot_x, -dot_y, last.image.width(), last.image.height()).intersected(image.rect())
    if there.isEmpty():
        image.fill(screen_ground(look))
        return view, [image.rect()]
    painter = QPainter(image)
    painter.drawImage(there.topLeft(), last.image, there.translated(dot_x, dot_y))
    painter.end()
    whole = image.rect()
    lacking = [
        QRect(0, 0, whole.width(), there.top()),
        QRect(0, there.bottom() + 1, whole.width(), whole.height() - there.bottom() - 1),
        QRect(0, there.top(), there.left(), there.height()),
        QRect(there.right() + 1, there.top(), whole.width() - there.right() - 1, there.height()),
    ]
    return view, lacking


def _dots(box: Box, view: View, ratio: float) -> QRect:
    """Return the dots of a picture that show a box, and a few around them for the width of lines."""
    left, top = view.to_screen(box[0], box[3])
    right, bottom = view.to_screen(box[2], box[1])
    dots = QRectF(left * ratio, top * ratio, (right - left) * ratio, (bottom - top) * ratio)
    return dots.adjusted(-4, -4, 4, 4).toAlignedRect()


def _ground_box(rect: QRect, view: View, ratio: float) -> Box:
    west, north = view.to_ground(rect.left() / ratio, rect.top() / ratio)
    east, south = view.to_ground((rect.right() + 1) / ratio, (rect.bottom() + 1) / ratio)
    pad = 8 * view.metres_per_pixel
    return west - pad, south - pad, east + pad, north + pad


# ---- steps -----------------------------------------------------------------------------------------------------------


def _steps(
    stack: Sequence[tuple[Scene, Box | None]],
    view: View,
    ratio: float,
    look: Look,
    rects: Sequence[QRect],
    under: Sequence[Step],
) -> Iterator[tuple[QRect, QTransform, Step]]:
    """Yield what is to be painted, in order: the clip in dots, the transform, and a short piece of painting."""
    plain = QTransform()
    for rect in rects:
        ground = screen_ground(look)
        yield rect, plain, _flat(rect, ground)
        for step in under:
            yield rect, plain, step
        for number, (scene, box) in enumerate(stack):
            clip = rect if box is None else rect.intersected(_dots(box, view, ratio))
            if clip.isEmpty():
                continue
            if number and box is not None:
                yield clip, plain, _flat(clip, ground)
                for step in under:
                    yield clip, plain, step
            pixels = ratio / view.metres_per_pixel
            x, y = view.to_screen(*scene.origin)
            transform = QTransform(pixels, 0, 0, pixels, x * ratio, y * ratio)
            seen = _ground_box(clip, view, ratio)
            for layer in scene.layers:
                if layer.opacity <= 0:
                    continue  # it is kept for being shown again
                for step in _layer_steps(layer, seen, transform, pixels, ratio, look):
                    yield clip, transform, step


def _layer_steps(
    layer: PreparedLayer, seen: Box, transform: QTransform, pixels: float, ratio: float, look: Look
) -> Iterator[Step]:
    for style, batches in layer.solid if layer.solid and layer.opacity >= 1 else layer.fills:
        brush = brush_of(style, transform, ratio, look)
        for paths in _in_lots(batches.touching(seen)):
            yield _fill(paths, brush, layer.opacity)
    for casing in (True, False):
        for style, batches, cell_m in layer.strokes:
            colour, width_mm = (style.casing, style.casing_mm) if casing else (style.stroke, style.width_mm)
            if not colour:
                continue
            if layer.layer.grows:
                width_mm *= min(max(_ROAD_M * pixels / ratio, 1.0), _WIDEST_ROAD)
            if layer.weight > 1:
                width_mm = max(width_mm * layer.weight, _LEAST_WEIGHTY_MM)
            if cell_m:
                width_mm *= min(max(cell_m * pixels / ratio / _WIDE_CELL_PX, _THINNEST), 1.0)
            pen = pen_of(colour, width_mm, () if casing else style.dash_mm, ratio, look)
            for paths in _in_lots(batches.touching(seen)):
                yield _stroke(paths, pen, layer.opacity)
    for symbols in layer.symbols:
        step = _symbol_step(symbols, pixels, ratio, look, layer.opacity)
        if step is not None:
            yield step


def _in_lots(paths: Sequence[QPainterPath]) -> Iterator[Sequence[QPainterPath]]:
    """Yield paths to be painted in one go: the more there are, the less each shows, and the sooner it is painted."""
    lot = min(len(paths) // _LOTS + 1, _MOST_IN_A_LOT)
    for first in range(0, len(paths), lot):
        yield paths[first : first + lot]


def _flat(rect: QRect, colour: QColor) -> Step:
    def step(painter: QPainter) -> None:
        painter.setOpacity(1.0)
        painter.fillRect(rect, colour)

    return step


def _fill(paths: Sequence[QPainterPath], brush: QBrush, opacity: float) -> Step:
    def step(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setOpacity(opacity)
        for path in paths:
            painter.fillPath(path, brush)

    return step


def _stroke(paths: Sequence[QPainterPath], pen: QPen, opacity: float) -> Step:
    def step(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setOpacity(opacity)
        for path in paths:
            painter.strokePath(path, pen)

    return step


def _symbol_step(symbols: Symbols, pixels: float, ratio: float, look: Look, opacity: float) -> Step | None:
    """Return the painting of all symbols of a style whose marks are too small to be seen, in one go."""
    size = symbols.style.symbol_mm * DOTS_PER_MM * ratio * look.symbol_size
    small = symbols.size_m * pixels < 1.3 * size
    shown = symbols.places[small]
    return _Symbols(shown, size, symbols, symbols.labels[small], ratio, look, opacity) if len(shown) else None


class _Symbols:
    """Painting of many symbols of one style; places are local to the scene."""

    def __init__(
        self,
        places: FloatArray,
        size: float,
        symbols: Symbols,
        labels: npt.NDArray[np.object_],
        ratio: float,
        look: Look,
        opacity: float,
    ) -> None:
        style = symbols.style
        outline = symbol_path(style.symbol).toFillPolygon().toList()
        self._shape = np.array([(point.x(), point.y()) for point in outline]) * size
        self._places, self._opacity, self._size = places, opacity, size
        self._fill = QBrush(symbol_colour(style.symbol_fill or style.fill, look.night))
        self._rim = _round_pen(QColor("#17191e" if look.night else "#ffffff"), 3.0 * ratio * look.symbol_size)
        self._ink = _round_pen(symbol_colour(style.stroke or style.fill, look.night), 1.0)
        is_numbered = look.symbol_size >= 1 and style.text is not None and (labels != "").any()
        self._labels = labels if is_numbered else None
        self._reach = size + (_NUMBER_PX * 2 * ratio if self._labels is not None else 0.0)
        self._font = QFont(chinese_family())
        self._font.setPixelSize(max(round(_NUMBER_PX * ratio), 1))
        self._font.setBold(True)

    def __call__(self, painter: QPainter) -> None:
        """Paint those that lie in the clip."""
        transform, clip = painter.transform(), painter.clipBoundingRect()
        places = self._places
        pad = self._reach / transform.m11()
        shown = (places[:, 0] > clip.left() - pad) & (places[:, 0] < clip.right() + pad)
        shown &= (places[:, 1] > clip.top() - pad) & (places[:, 1] < clip.bottom() + pad)
        middle = places[shown] * transform.m11() + [transform.dx(), transform.dy()]
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setOpacity(self._opacity)
        count = len(self._shape)
        xy = (middle[:, None, :] + self._shape[None]).reshape(-1, 2)
        begins = np.zeros(len(xy), dtype=bool)
        begins[::count] = True
        step = max(1, 150 // count) * count
        for i in range(0, len(xy), step):
            path = path_through(xy[i : i + step], begins[i : i + step])
            painter.strokePath(path, self._rim)
            painter.fillPath(path, self._fill)
            painter.strokePath(path, self._ink)
        if self._labels is not None:
            self._write(painter, middle, self._labels[shown])
        painter.restore()

    def _write(self, painter: QPainter, middle: FloatArray, labels: npt.NDArray[np.object_]) -> None:
        """Write numbers in their symbols, in white or black as these are dark or light."""
        metrics, path = QFontMetricsF(self._font), QPainterPath()
        for (x, y), label in zip(middle.tolist(), labels.tolist(), strict=True):
            if label:
                path.addText(x - metrics.horizontalAdvance(label) / 2, y + metrics.capHeight() / 2, self._font, label)
        fill = self._fill.color()
        painter.strokePath(path, _round_pen(fill, self._font.pixelSize() * 0.25))
        painter.fillPath(path, QColor("#17191e" if fill.lightnessF() > _LIGHT else "#ffffff"))


def _round_pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


# ---- inks ------------------------------------------------------------------------------------------------------------

_tiles: dict[tuple[str, str, str, int, int], QImage] = {}


def brush_of(style: Style, transform: QTransform, ratio: float, look: Look) -> QBrush:
    """Return the brush of a style: its fill with the hatching in it, fixed to the ground."""
    fill = screen_colour(style.fill, look.night) if style.fill else QColor(Qt.GlobalColor.transparent)
    if not style.pattern:
        return QBrush(fill)
    period = max(4, round(style.pattern_gap_mm * DOTS_PER_MM * 1.5 * ratio))
    ink = screen_colour(style.pattern_colour, look.night)
    key = (style.pattern, fill.name(QColor.NameFormat.HexArgb), ink.name(), period, max(1, round(ratio)))
    if key not in _tiles:
        _tiles[key] = _tile(style.pattern, fill, ink, period, max(1.0, ratio * 0.9))
    brush = QBrush(_tiles[key])
    inverse, _ = transform.inverted()
    start = QTransform.fromTranslate(round(transform.dx()) % period, round(transform.dy()) % period)
    brush.setTransform(start * inverse)
    return brush


def _tile(pattern: str, fill: QColor, ink: QColor, period: int, width: float) -> QImage:
    """Return one period of a hatching."""
    image = QImage(period, period, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(fill)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    p = float(period)
    if pattern == "dots":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(p / 2, p / 2), width * 0.75, width * 0.75)
    for shift in (-p, 0.0, p):
        if pattern in ("diagonal", "cross"):
            painter.drawLine(QPointF(shift - p, p * 2), QPointF(shift + p * 2, -p))
        if pattern in ("back-diagonal", "cross"):
            painter.drawLine(QPointF(shift - p, -p), QPointF(shift + p * 2, p * 2))
    if pattern == "horizontal":
        painter.drawLine(QPointF(0, p / 2), QPointF(p, p / 2))
    if pattern == "vertical":
        painter.drawLine(QPointF(p / 2, 0), QPointF(p / 2, p))
    painter.end()
    return image


def pen_of(colour: str, width_mm: float, dash_mm: Sequence[float], ratio: float, look: Look) -> QPen:
    """Return a pen for lines of the map; lines thinner than a dot are one dot wide and paler instead."""
    ink = screen_colour(colour, look.night)
    width = width_mm * DOTS_PER_MM * ratio * look.line_width
    if width < 1.0:
        ink = mixed(ink, QColor(look.ground), 0.55 * (1 - max(width, 0.3)))
    pen = QPen(ink, width if width > 1.45 else 1.0)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin if width < 4 else Qt.PenJoinStyle.RoundJoin)  # twice as quick
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if width > 1.45 else Qt.PenCapStyle.FlatCap)
    if dash_mm:
        pen.setDashPattern([length * DOTS_PER_MM * ratio / pen.widthF() for length in dash_mm])
    return pen
