"""A card beside a tool's button on which the pointer rests: what the tool does, its key, and a sketch of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolBar, QToolButton, QVBoxLayout, QWidget

from ui.look.appearance import LIGHT, Appearance
from ui.look.motion import may_move
from ui.look.painting import ended
from ui.look.plain import plain_label
from ui.look.sketches import SKETCHES, WHOLE, Sketch, paint_sketch
from ui.look.words import Words

_WIDTH_PX: Final = 300
_STEP_MS: Final = 40
_WAY_STEPS: Final = 36
_REST_STEPS: Final = 26
_APART_PX: Final = 6
_HIDING: Final = (
    QEvent.Type.Leave,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Hide,
    QEvent.Type.KeyPress,
    QEvent.Type.Wheel,
    QEvent.Type.WindowDeactivate,
)


class SketchView(QWidget):
    """A sketch that moves while it is seen, unless the system asks for stillness."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sketch: Sketch | None = None
        self.appearance: Appearance = LIGHT
        self.setFixedHeight(round((_WIDTH_PX - 24) * WHOLE.height() / WHOLE.width()))
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._go_on)

    def show_sketch(self, sketch: Sketch, appearance: Appearance) -> None:
        """Show another sketch, from its beginning."""
        self.sketch, self.appearance, self._step = sketch, appearance, 0
        self._begin()
        self.update()

    @property
    def is_moving(self) -> bool:
        """Whether the hand goes its way."""
        return self._timer.isActive()

    @property
    def moment(self) -> float:
        """How far the hand is on its way, 0 to 1; at its end where nothing may move."""
        return min(self._step / _WAY_STEPS, 1.0) if self.is_moving else 1.0

    def _begin(self) -> None:
        if self.isVisible() and may_move():
            self._timer.start()
        else:
            self._timer.stop()

    def _go_on(self) -> None:
        self._step = (self._step + 1) % (_WAY_STEPS + _REST_STEPS)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to move."""
        super().showEvent(event)
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Move no more."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sketch as it is now."""
        if self.sketch is not None:
            with ended(QPainter(self)) as painter:
                paint_sketch(painter, QRectF(self.rect()), self.sketch, self.appearance, self.font(), self.moment)


class ToolCard(QFrame):
    """Name, key, sentence and sketch of one tool."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("tool-card")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.name, self.key, self.sentence, self.more = (plain_label() for _ in range(4))
        self.name.setProperty("role", "heading")
        self.key.setObjectName("tool-card-key")
        self.more.setProperty("role", "muted")
        self.sentence.setWordWrap(True)
        self.view = SketchView()
        above = QHBoxLayout()
        above.addWidget(self.name, 1)
        above.addWidget(self.key)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(above)
        for widget in (self.sentence, self.view, self.more):
            layout.addWidget(widget)
        self.setFixedWidth(_WIDTH_PX)

    def tell(self, action: QAction, words: Words, appearance: Appearance) -> None:
        """Tell of the tool of an action."""
        key = action.objectName()
        self.name.setText(words(f"action-{key}").rstrip("…"))
        shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.key.setText(shortcut)
        self.key.setVisible(bool(shortcut))
        self.sentence.setText(words(f"what-{key}"))
        self.more.setText(words("what-more"))
        self.view.show_sketch(SKETCHES[key], appearance)
        inner = _WIDTH_PX - 24
        self.sentence.setFixedHeight(self.sentence.heightForWidth(inner))
        self.adjustSize()


class ToolCards(QObject):
    """Shows the card of a tool when the pointer rests on its button, in whatever bar that is.

    Parameters
    ----------
    bars : tuple of QToolBar
        Watched for buttons of tools.
    actions : mapping of str to QAction
    words : Words
    window : QWidget
    """

    def __init__(
        self, bars: tuple[QToolBar, ...], actions: Mapping[str, QAction], words: Words, window: QWidget
    ) -> None:
        super().__init__(window)
        self._words, self._actions = words, actions
        self._appearance: Appearance = LIGHT
        self.card = ToolCard(window)
        for bar in bars:
            for action in bar.actions():
                button = bar.widgetForAction(action)
                if action.objectName() in SKETCHES and isinstance(button, QToolButton):
                    button.installEventFilter(self)
        words.changed.connect(self.set_texts)
        self.set_texts()

    def set_texts(self) -> None:
        """Say to whoever cannot see the card what each tool does."""
        self.card.hide()
        for key in SKETCHES:
            self._actions[key].setWhatsThis(self._words(f"what-{key}"))

    def wear(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self._appearance = appearance
        self.card.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the card in the place of the usual tip, and take it away when the pointer leaves or acts."""
        if event.type() == QEvent.Type.ToolTip and isinstance(watched, QToolButton):
            self.card.tell(watched.defaultAction(), self._words, self._appearance)
            self.card.move(self._place_beside(watched))
            self.card.show()
            return True
        if event.type() in _HIDING:
            self.card.hide()
        return False

    def _place_beside(self, button: QToolButton) -> QPoint:
        """Return where the card stands: to the right of an upright bar, below a flat one, on the screen."""
        bar = button.parentWidget()
        upright = isinstance(bar, QToolBar) and bar.orientation() == Qt.Orientation.Vertical
        corner = button.rect().topRight() if upright else button.rect().bottomLeft()
        at = button.mapToGlobal(corner) + (QPoint(_APART_PX, 0) if upright else QPoint(0, _APART_PX))
        free = button.screen().availableGeometry()
        size = QSize(self.card.width(), self.card.height())
        return QPoint(
            max(min(at.x(), free.right() - size.width()), free.left()),
            max(min(at.y(), free.bottom() - size.height()), free.top()),
        )
