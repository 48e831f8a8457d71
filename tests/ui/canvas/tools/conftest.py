"""A canvas on a plain and on a sharp screen, with people in the grids, and a hand that uses mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridmap.ground.tiling import tiling
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.canvas.map_canvas import MapCanvas
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.session import Session

X, Y = 500_000.0, 3_500_000.0
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def peopled(bare_division: Plan) -> Plan:
    """Return the two towns of the folder above with buildings.

    Households, in the middle of a square of a hundred metres each; hundreds of metres:

        4 +-------+-------+-------+
          | 100   |       |       |     A 100 + 60, B 40 + 200
        2 +--60---+  300  |  90   |     (the 60 stand 10 m above the border of A and B)
          |  40   |       |       |
        0 +--200--+-------+-------+
          0       4       8      12
    """
    homes = [(1.5, 3.5, 100), (2, 2.1, 60), (1.5, 1.5, 40), (2.5, 0.5, 200), (6.5, 2.5, 300), (10.5, 1.5, 90)]
    buildings = gpd.GeoDataFrame(
        {"households": [count for *_, count in homes], "residents": [3 * count for *_, count in homes]},
        geometry=[shapely.Point(X + 100 * x, Y + 100 * y) for x, y, _ in homes],
        index=range(1, len(homes) + 1),
        crs=bare_division.crs,
    )
    return Plan(bare_division.scheme, {**bare_division.tables, "buildings": buildings})


@pytest.fixture
def desk(qtbot: QtBot, tmp_path, peopled: Plan) -> Iterator[Desk]:
    """Return a desk with that division open, checked already."""
    desk = Desk()
    session = desk.session
    Project.create(tmp_path / "two-towns.gpkg", peopled).close()
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        desk.opening.open(tmp_path / "two-towns.gpkg")
    yield desk
    session.close()


@pytest.fixture
def session(desk: Desk) -> Session:
    """Return the session of the desk."""
    return desk.session


@pytest.fixture(params=[1, 2], ids=["plain", "sharp"])
def canvas(request: pytest.FixtureRequest, qtbot: QtBot, desk: Desk) -> Iterator[MapCanvas]:
    """Return a canvas of 600 by 400 pixels on a screen of that many dots to a pixel, drawn to the end."""
    screen = next(one for one in QGuiApplication.screens() if one.devicePixelRatio() == request.param)
    canvas = MapCanvas(desk, Words("zh"))
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.setScreen(screen)
    canvas.move(screen.geometry().topLeft())
    canvas.show()
    qtbot.waitUntil(lambda: canvas.isVisible() and not canvas.is_busy, timeout=20_000)
    assert canvas.devicePixelRatioF() == request.param
    yield canvas
    canvas.let_go()


class Hand:
    """Uses the mouse and the keys on a canvas; places are hundreds of metres in the drawing above."""

    def __init__(self, qtbot: QtBot, canvas: MapCanvas) -> None:
        self.qtbot, self.canvas = qtbot, canvas

    def pixel(self, x: float, y: float) -> QPoint:
        """Return the pixel of a place."""
        px, py = self.canvas.view.to_screen(X + 100 * x, Y + 100 * y)
        return QPoint(round(px), round(py))

    def off(self, x: float, y: float, dx: int, dy: int) -> tuple[float, float]:
        """Return the place that is some pixels to the right and down of another."""
        at = self.pixel(x, y) + QPoint(dx, dy)
        gx, gy = self.canvas.view.to_ground(at.x(), at.y())
        return (gx - X) / 100, (gy - Y) / 100

    def mouse(self, kind: QEvent.Type, x: float, y: float, *, down: bool, keys: Qt.KeyboardModifier = NONE) -> None:
        """Send one event of the left button, or of a move."""
        at = QPointF(self.pixel(x, y))
        button = LEFT if kind != QEvent.Type.MouseMove else Qt.MouseButton.NoButton
        held = LEFT if down else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, at, QPointF(self.canvas.mapToGlobal(at.toPoint())), button, held, keys)
        QApplication.sendEvent(self.canvas, event)

    def point(self, x: float, y: float, *, down: bool = False, keys: Qt.KeyboardModifier = NONE) -> None:
        """Move the pointer there."""
        self.mouse(QEvent.Type.MouseMove, x, y, down=down, keys=keys)

    def press(self, x: float, y: float, keys: Qt.KeyboardModifier = NONE) -> None:
        """Press the button there."""
        self.point(x, y, keys=keys)
        self.mouse(QEvent.Type.MouseButtonPress, x, y, down=True, keys=keys)

    def release(self, x: float, y: float, keys: Qt.KeyboardModifier = NONE) -> None:
        """Let the button go there."""
        self.mouse(QEvent.Type.MouseButtonRelease, x, y, down=False, keys=keys)

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = NONE) -> None:
        """Click there."""
        self.press(x, y, keys)
        self.release(x, y, keys)

    def double(self, x: float, y: float) -> None:
        """Double-click there, with all four events that the window system sends."""
        self.click(x, y)
        self.mouse(QEvent.Type.MouseButtonDblClick, x, y, down=True)
        self.release(x, y)

    def drag(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = NONE) -> None:
        """Drag from place to place and let go at the last, slowly enough for each step to be worked out."""
        self.press(*places[0], keys)
        for place in places[1:]:
            self.point(*place, down=True, keys=keys)
            self.settle()
        self.release(*places[-1], keys)

    def right(self, x: float, y: float) -> None:
        """Ask for the menu there with the right button."""
        at = self.pixel(x, y)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, self.canvas.mapToGlobal(at), NONE)
        QApplication.sendEvent(self.canvas, event)

    def key(self, key: Qt.Key) -> None:
        """Press a key on the map."""
        self.qtbot.keyClick(self.canvas, key)

    def type(self, text: str) -> None:
        """Type a text that ends with Enter, the first character on the map and the rest where the cursor is then."""
        self.qtbot.keyClicks(self.canvas, text[0])
        field = self.canvas.editing.place_field.field
        self.qtbot.keyClicks(field, text[1:])
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def settle(self) -> None:
        """Wait until what is proposed is worked out."""
        editing = self.canvas.desk.editing
        self.qtbot.waitUntil(lambda: not editing.is_waiting, timeout=10_000)

    def take(self, tool: str) -> None:
        """Take a tool."""
        self.canvas.set_tool(tool)


@pytest.fixture
def hand(qtbot: QtBot, canvas: MapCanvas) -> Hand:
    """Return a hand that uses mouse and keys on the canvas."""
    return Hand(qtbot, canvas)


@pytest.fixture
def area(session: Session) -> Callable[[int], float]:
    """Return a function from a grid's id to its ground in squares of a hundred metres."""
    return lambda grid: session.plan.shape(grid).area / 10_000


@pytest.fixture
def tiled(session: Session) -> Callable[[], bool]:
    """Return a function that tells whether every family that has a parent tiles it, to the last bit."""

    def proven() -> bool:
        found = tiling(session.plan)
        return bool(found.proven[found.parent > 0].all())

    return proven
