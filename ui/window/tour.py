"""The tour: five steps on the open project, each of which points at a thing of the window and says what it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from ui.canvas.map_canvas import MapCanvas
from ui.look.appearance import appearance_of
from ui.look.painting import ended
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session
from ui.session.settings import Settings
from ui.window.findings_bar import FindingsBar
from ui.window.frame import Frame
from ui.window.mode_bar import ModeBar

_CALLOUT_PX: Final = 340
_APART_PX: Final = 14
_RIM_PX: Final = 4
_TAB_PX: Final = 34
_DIM: Final = 120


@dataclass(frozen=True)
class Stop:
    """A step of the tour: its sentence, what it points at, and what is done to have that seen."""

    key: str
    target: Callable[[], QWidget]
    prepare: Callable[[], object] = lambda: None


class Callout(QFrame):
    """Title and sentence of a step, with the way on, back, and out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("callout")
        self.setFixedWidth(_CALLOUT_PX)
        self.title, self.text, self.place = plain_label(), plain_label(), plain_label()
        self.title.setProperty("role", "heading")
        self.text.setWordWrap(True)
        self.place.setProperty("role", "muted")
        self.skip, self.back, self.on = QPushButton(), QPushButton(), QPushButton()
        self.skip.setProperty("role", "link")
        self.on.setDefault(True)
        self.on.setProperty("role", "answer")
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.skip)
        below.addStretch(1)
        below.addWidget(self.place)
        below.addWidget(self.back)
        below.addWidget(self.on)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.text):
            layout.addWidget(widget)
        layout.addLayout(below)

    def fit(self) -> None:
        """Be as high as the sentence asks."""
        self.text.setFixedHeight(self.text.heightForWidth(_CALLOUT_PX - 32))
        self._layout.activate()
        self.adjustSize()


class Tour(QWidget):
    """Lies over the window, dims all but what a step is about, and hears the keys of the tour.

    Signals
    -------
    ended : ()
    """

    ended = Signal()

    def __init__(self, words: Words, stops: Sequence[Stop], window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words, self._stops, self._window = words, tuple(stops), window
        self.at = 0
        self.callout = Callout(self)
        self.callout.on.clicked.connect(self.go_on)
        self.callout.back.clicked.connect(self.go_back)
        self.callout.skip.clicked.connect(self.close)
        self._settle = QTimer(self)  # docks come to the front only once events have run
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._place)
        words.changed.connect(self._tell)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self._show_stop()

    # ---- going -------------------------------------------------------------------------------------------------------

    @property
    def stop(self) -> Stop:
        """The step that is shown."""
        return self._stops[self.at]

    def go_on(self) -> None:
        """Go to the next step; after the last one it is over."""
        if self.at + 1 == len(self._stops):
            self.close()
        else:
            self.at += 1
            self._show_stop()

    def go_back(self) -> None:
        """Go to the step before."""
        if self.at:
            self.at -= 1
            self._show_stop()

    def _show_stop(self) -> None:
        self.stop.prepare()
        self._tell()
        self._settle.start()
        self.callout.on.setFocus()

    def _tell(self) -> None:
        say, key = self._words, self.stop.key
        last = self.at + 1 == len(self._stops)
        self.callout.title.setText(say(f"tour-{key}-title"))
        self.callout.text.setText(say(f"tour-{key}"))
        self.callout.place.setText(f"{self.at + 1} / {len(self._stops)}")
        self.callout.skip.setText(say("tour-skip"))
        self.callout.skip.setVisible(not last)
        self.callout.back.setText(say("tour-back"))
        self.callout.back.setEnabled(self.at > 0)
        self.callout.on.setText(say("tour-end" if last else "tour-next"))
        self.setAccessibleName(say(f"tour-{key}-title"))
        self.setAccessibleDescription(say(f"tour-{key}"))
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with the arrows and Enter, leave with Escape."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self.go_on()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace):
            self.go_back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        """Let the window have itself back."""
        self._settle.stop()
        self._window.removeEventFilter(self)
        super().closeEvent(event)  # type: ignore[arg-type]
        self.ended.emit()

    # ---- where it stands ---------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the window, whatever that is."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._settle.start()
        return False

    @property
    def hole(self) -> QRect:
        """Where what the step is about stands."""
        target = self.stop.target()
        place = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        docked = isinstance(target, QDockWidget) and isinstance(self._window, QMainWindow)
        if docked and self._window.tabifiedDockWidgets(target):  # type: ignore[attr-defined]
            place.setTop(place.top() - _TAB_PX)
        return place.adjusted(-_RIM_PX, -_RIM_PX, _RIM_PX, _RIM_PX).intersected(self.rect())

    def _place(self) -> None:
        """Put the callout beside the hole where there is room, else into it."""
        self.raise_()  # docks that were brought to the front stand there too
        self.callout.fit()
        hole, size, whole = self.hole, self.callout.size(), self.rect().adjusted(8, 8, -8, -8)
        middle = QPoint(hole.center().x() - size.width() // 2, hole.center().y() - size.height() // 2)
        for corner in (
            QPoint(hole.right() + _APART_PX, middle.y()),
            QPoint(hole.left() - _APART_PX - size.width(), middle.y()),
            QPoint(middle.x(), hole.top() - _APART_PX - size.height()),
            QPoint(middle.x(), hole.bottom() + _APART_PX),
            middle,
        ):
            place = QRect(_inside(corner, size, whole), size)
            if not place.intersects(hole) or corner == middle:
                self.callout.move(place.topLeft())
                break
        self.callout.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, but for what the step is about."""
        with ended(QPainter(self)) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            hole = QRectF(self.hole)
            dim = QPainterPath()
            dim.addRect(QRectF(self.rect()))
            bright = QPainterPath()
            bright.addRoundedRect(hole, 6, 6)
            painter.fillPath(dim.subtracted(bright), QColor(0, 0, 0, _DIM))
            painter.setPen(QPen(QColor(appearance_of(self.palette()).accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(hole.adjusted(1, 1, -1, -1), 6, 6)


def _inside(corner: QPoint, size: QSize, whole: QRect) -> QPoint:
    """Return the corner nearest to another one from which a size lies in a rectangle."""
    return QPoint(
        min(max(corner.x(), whole.left()), whole.right() - size.width()),
        min(max(corner.y(), whole.top()), whole.bottom() - size.height()),
    )


class TourGuide(QObject):
    """The part of the window that leads through it: on what is open, else on the sample, which it opens.

    Parameters
    ----------
    session : Session
    words : Words
    settings : Settings
        Remember that the tour was offered.
    canvas : MapCanvas
    modes : ModeBar
    findings_bar : FindingsBar
    docks : mapping of str to QWidget
    open_sample : callable
    frame : Frame
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        settings: Settings,
        canvas: MapCanvas,
        modes: ModeBar,
        findings_bar: FindingsBar,
        docks: Mapping[str, QWidget],
        open_sample: Callable[[], object],
        frame: Frame,
    ) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._settings, self._canvas = session, words, settings, canvas
        self._modes, self._findings_bar, self._docks = modes, findings_bar, docks
        self._open_sample, self._frame = open_sample, frame
        self._is_due = False
        self.tour: Tour | None = None
        session.opened.connect(self.was_offered)
        session.complained.connect(self._not_now)
        session.closed.connect(self._end)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {"tour": self.begin}

    @property
    def is_to_be_offered(self) -> bool:
        """Whether nobody has answered the offer yet."""
        return not self._settings.is_on("tour-offered", usual=False)

    def was_offered(self) -> None:
        """Offer it never again."""
        self._settings.turn("tour-offered", True)

    def begin(self) -> None:
        """Begin at the first step, once there is something open."""
        self.was_offered()
        if self._session.project is None:
            self._is_due = True
            self._open_sample()
        elif self.tour is None:
            self._lead()

    def begin_if_due(self) -> None:
        """Begin now that there is a map to be seen, if somebody has asked for it meanwhile."""
        if self._is_due:
            self._is_due = False
            self._lead()

    def _not_now(self, _: object) -> None:
        self._is_due = False

    def _lead(self) -> None:
        window = self._frame.window()
        self.tour = Tour(self._words, self._stops(), window)
        self.tour.ended.connect(self._over)

    def _over(self) -> None:
        self.tour = None
        if self._session.project is not None:
            self._canvas.setFocus()

    def _end(self) -> None:
        if self.tour is not None:
            self.tour.close()

    def _stops(self) -> list[Stop]:
        def findings() -> QWidget:
            return self._findings_bar if self._findings_bar.isVisible() else self._docks["findings"]

        raised = self._frame.raise_panel
        window = self._frame.window()
        tools: QWidget = self._modes
        if not self._modes.isVisible() and isinstance(window, QMainWindow):
            tools = window.menuBar()  # what may only be looked at has no tools
        return [
            Stop("map", lambda: self._canvas),
            Stop("tree", lambda: self._docks["tree"], lambda: raised("tree")),
            Stop("details", lambda: self._docks["inspector"], self._choose_grid),
            Stop("findings", findings),
            Stop("tools", lambda: tools),
        ]

    def _choose_grid(self) -> None:
        """Have the details tell of some grid, so that there is something to be seen."""
        session = self._session
        if not session.selection:
            plan = session.plan
            deepest = plan.ids[(plan.ranks == plan.ranks.max()) & plan.has_shape] if len(plan.ids) else []
            if len(deepest):
                session.select([int(deepest[0])])
        self._frame.raise_panel("inspector")
