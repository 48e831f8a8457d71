"""The legend of the theme on the map: a plate in the upper right corner that folds up to its heading."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gridmap.model.plan import Plan
from layers.findings import FindingsLayer
from layers.indicators import Facilities
from layers.items import Items
from layers.marks import Entry, Layer, Legend
from layers.themes import MAP_THEMES
from ui.canvas.furniture import EDGE
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.renderer import Look
from ui.look.appearance import LIGHT, Appearance, icon
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.panels.swatches import swatch
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.layer_stack import BASE, LayerStack
from ui.session.settings import Settings

_LATER_MS: Final = 150
_ROW_PX: Final = 24
"""A line of the legend is at most so high."""
_SAMPLE, _WORDS, _COUNT = range(3)
"""Columns of the legend."""
_ROOM_PX: Final = QSize(420, 300)
"""On a smaller map only the heading is shown."""


class LegendPlate(QFrame):
    """Heading, and below it a sample, a text and a number for each class; a click on the heading folds it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("map-legend")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.head = QToolButton()
        self.head.setObjectName("map-legend-head")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(14, 14))
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows = QWidget()
        self._grid = QGridLayout(self.rows)
        self._grid.setContentsMargins(8, 0, 10, 6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[tuple[int, int], QLabel] = {}
        self._samples: dict[int, tuple[object, ...]] = {}
        """What the sample of each row was painted of."""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)
        self._layout.addWidget(self.rows)

    def fit(self, most: QSize) -> None:
        """Be as small as the legend allows, and no larger than there is room."""
        self._layout.invalidate()
        self._layout.activate()
        self.resize(self.sizeHint().boundedTo(most))

    def show_entries(self, entries: tuple[Entry, ...], words: Words, look: Appearance) -> None:
        """Show other classes; labels stay, for making and dressing them takes most of the time after every edit."""
        for place in list(self._labels):
            if place[0] >= len(entries) or (place[1] == _COUNT and entries[place[0]].count is None):
                self._drop(place)
        colours, ratio = Look(look.key == "dark", look.surface), self.devicePixelRatioF()
        for row, entry in enumerate(entries):
            painted_of = entry.form, entry.styles, look.key, ratio
            if (row, _SAMPLE) not in self._labels or self._samples.get(row) != painted_of:
                self._label(row, _SAMPLE).setPixmap(swatch(entry, colours, look.muted, ratio))
                self._samples[row] = painted_of
            said = words(entry.words) if isinstance(entry.words, str) else words.name(entry.words)
            self._label(row, _WORDS).setText(said)
            if entry.count is not None:
                self._label(row, _COUNT).setText(f"{entry.count:,}")
        for label in self._labels.values():
            label.show()  # a layout has no room for what is not shown yet
            label.ensurePolished()
        self._grid.invalidate()
        self._grid.activate()

    def _label(self, row: int, column: int) -> QLabel:
        """Return the label of a place, made where there is none."""
        if (row, column) not in self._labels:
            label = self._labels[row, column] = plain_label()
            if column == _COUNT:
                label.setProperty("role", "muted")
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, row, column)
        return self._labels[row, column]

    def _drop(self, place: tuple[int, int]) -> None:
        old = self._labels.pop(place)
        old.hide()
        self._grid.removeWidget(old)
        old.deleteLater()

    @property
    def lines(self) -> list[list[str]]:
        """What is read in it, line by line."""
        found: list[list[str]] = []
        for row in range(self._grid.rowCount()):
            items = [self._grid.itemAtPosition(row, column) for column in (1, 2)]
            texts = [item.widget() for item in items if item is not None]
            found.append([label.text() for label in texts if isinstance(label, QLabel)])
        return [line for line in found if line]


class MapLegend(QObject):
    """Shows on the map what the colours of its theme mean.

    Parameters
    ----------
    canvas : MapCanvas
    stack : LayerStack
    desk : Desk
    words : Words
    settings : Settings
        Remember whether it is wanted, and whether it is folded.
    """

    def __init__(self, canvas: MapCanvas, stack: LayerStack, desk: Desk, words: Words, settings: Settings) -> None:
        super().__init__(canvas)
        self._canvas, self._stack, self._desk, self._words, self._settings = canvas, stack, desk, words, settings
        self._appearance: Appearance = LIGHT
        self._legend, self._of = Legend(), ""
        self._more: tuple[Entry, ...] = ()
        self._job: Job | None = None
        self.plate = LegendPlate(canvas)
        self.plate.hide()
        canvas.edges.plates.append(self.plate)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._ask)
        self.plate.head.clicked.connect(self._fold)
        session = desk.session
        for signal in (session.plan_changed, session.findings_changed, session.opened, stack.changed):
            signal.connect(self._soon)
        session.closed.connect(self._forget)
        words.changed.connect(self._fill)
        canvas.installEventFilter(self)

    # ---- whether it is there -----------------------------------------------------------------------------------------

    @property
    def is_wanted(self) -> bool:
        """Whether the user wants it on the map."""
        return self._settings.is_on("legend")

    @property
    def is_on_its_way(self) -> bool:
        """Whether something else will stand in it soon."""
        return self._later.isActive() or self._job is not None

    @property
    def is_folded(self) -> bool:
        """Whether only the heading is to be seen: as the user has it, or for want of room."""
        size = self._canvas.size()
        cramped = size.width() < _ROOM_PX.width() or size.height() < _ROOM_PX.height()
        return cramped or self._settings.is_on("legend-folded", usual=False)

    def show(self, shown: bool) -> None:
        """Have it on the map, or not."""
        self._settings.turn("legend", shown)
        self._fill()
        self._soon()

    def wear(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self._appearance = appearance
        self._fill()

    def _fold(self) -> None:
        self._settings.turn("legend-folded", not self._settings.is_on("legend-folded", usual=False))
        self._fill()
        self._soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if event.type() == QEvent.Type.Resize:
            self._fill_if_folding_changed()
            self._place()
        return False

    def let_go(self) -> None:
        """Count no more."""
        self._later.stop()
        self._canvas.removeEventFilter(self)

    # ---- what it says ------------------------------------------------------------------------------------------------

    def _soon(self, *_: object) -> None:
        self._later.start()

    def _forget(self) -> None:
        self._later.stop()
        self._legend, self._of = Legend(), ""
        self._fill()

    @property
    def _layer(self) -> Layer | None:
        """The layer that the theme is about: what it found, or the ground on top."""
        session = self._desk.session
        rows = [row for row in self._stack.rows if row.visible and row.key != BASE]
        if MAP_THEMES[self._stack.theme].of_findings and any(row.key == FindingsLayer.key for row in rows):
            return FindingsLayer(session.findings.open) if session.findings is not None else None
        grounds = [layer for layer in (self._stack.layer(row.key) for row in rows) if layer.is_ground]
        return grounds[0].close_up() if grounds else None

    @property
    def _symbols(self) -> Layer | None:
        """The facilities or the items, if they are on the map: their symbols need saying too."""
        shown = (row for row in self._stack.rows if row.visible and row.key in (Facilities.key, Items.key))
        return next((self._stack.layer(row.key) for row in shown), None)

    @property
    def _entries(self) -> tuple[Entry, ...]:
        """The lines of the legend, with the symbols below if there is room for them."""
        entries = (*self._legend.entries, *(entry for entry in self._more if entry.styles))
        room = self._canvas.height() * 2 // 3  # the map is to be seen beside it
        return entries if (len(entries) + 2) * _ROW_PX <= room else self._legend.entries

    def _ask(self) -> None:
        """Have the legend counted in the background, if anybody sees it."""
        session, layer = self._desk.session, self._layer
        if session.project is None or not self.is_wanted:
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if layer is None:
            self._legend, self._more = Legend(), ()
            self._fill()
            return
        if self.is_folded and self._of == layer.key:
            return  # of numbers nothing is seen
        plan, symbols = session.plan, self._symbols
        self._job = session.start(
            "job-legends",
            lambda _: (layer.legend(plan), symbols.legend(plan).entries if symbols else ()),
            lambda found: self._take(plan, layer.key, *found),
            patient=True,
            apart=True,
        )

    def _take(self, plan: Plan, of: str, legend: Legend, more: tuple[Entry, ...]) -> None:
        if plan is self._desk.session.plan:
            self._job = None
            self._legend, self._of, self._more = legend, of, more
            self._fill()

    def _fill(self) -> None:
        """Show the legend as it is now, in the present language and appearance."""
        legend, say = self._legend, self._words
        there = self.is_wanted and len(legend.entries) > 0
        self.plate.setVisible(there)
        if not there:
            return
        heading = legend.heading
        title = (say(heading) if isinstance(heading, str) else say.name(heading)) if heading else say("map-legend")
        folded = self.is_folded
        self.plate.head.setText(title)
        self.plate.head.setIcon(icon("chevron-right" if folded else "chevron-down", self._appearance))
        tip = say("legend-unfold" if folded else "legend-fold")
        self.plate.head.setToolTip(tip)
        self.plate.head.setAccessibleName(f"{title}: {tip}")
        self.plate.rows.setVisible(not folded)
        if not folded:
            self.plate.show_entries(self._entries, say, self._appearance)
        self._place()

    def _fill_if_folding_changed(self) -> None:
        fewer = not self.is_folded and len(self.plate.lines) != len(self._entries)
        if self.plate.isVisible() and (self.plate.rows.isVisible() == self.is_folded or fewer):
            self._fill()

    def _place(self) -> None:
        """Stand in the upper right corner, as small as the legend allows."""
        self.plate.fit(self._canvas.size() - QSize(2 * EDGE, 2 * EDGE))
        self.plate.move(self._canvas.width() - EDGE - self.plate.width(), EDGE)
        self.plate.raise_()
        self._canvas.update()
