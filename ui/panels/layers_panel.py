"""The layers of the map: which are shown, in which order and how strongly, each with its legend."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSlider,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.plan import Plan
from layers.findings import FindingsLayer
from layers.marks import Layer, Legend
from ui.look.appearance import DARK, LIGHT, icon
from ui.look.plain import plain_label
from ui.look.told import TICK, ToldDelegate
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.layers_model import COUNT, NAME, Index, LayersModel
from ui.panels.swatches import SIZE
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.layer_stack import BASE, LayerStack

_LATER_MS: Final = 150


class _LayersView(QTreeView):
    """The list; Alt with an arrow moves the layer that is current."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the current layer up or down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.stepped.emit(step)
            event.accept()
        else:
            super().keyPressEvent(event)


class _RowDelegate(ToldDelegate):
    """Draws a frame around the box of a layer, which can hardly be seen on a dark ground else."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row as Qt does, then the frame."""
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        view = full.widget
        style = view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, view)
        if index.column() != NAME or not full.features & TICK:
            return
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, full, view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(full.palette.color(QPalette.ColorRole.PlaceholderText), 1))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.restore()


class LayersPanel(Panel):
    """The layers of the map with their legends.

    Attributes
    ----------
    stack : LayerStack
        What the panel shows and changes; the window hands it to the map.
    """

    key = "layers"
    file_wanted = Signal()
    """The user wants a file laid over the map."""
    removal_wanted = Signal(str)
    """The user wants a layer taken away that was added; its key."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.stack = LayerStack(self)
        self.model = LayersModel(self.stack, words, self)
        self.view = _LayersView()
        self._set_up_view()
        self.up, self.down, self.again = QToolButton(), QToolButton(), QToolButton()
        self.add, self.remove = QToolButton(), QToolButton()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.opacity, self._percent = plain_label(), plain_label()
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100%") + 4)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._closed: set[str] = set()
        """Layers that the user folded up; those that are hidden are folded up of themselves."""
        self._legend_job: Job | None = None
        self._uncounted = False
        """Whether the plan has changed since the legends were counted last, with the panel out of sight."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._ask_for_legends)
        self._lay_out()

        self.watch(session.role_wanted, self.stack.show_role)
        self.model.dropped.connect(self.stack.move)
        self.model.checked.connect(self._check)
        self.view.stepped.connect(self._step)
        self.view.collapsed.connect(lambda index: self._folded(index, True))
        self.view.expanded.connect(lambda index: self._folded(index, False))
        self.view.selectionModel().currentChanged.connect(self._enable)
        self.up.clicked.connect(lambda: self._step(-1))
        self.down.clicked.connect(lambda: self._step(1))
        self.again.clicked.connect(self.stack.reset)
        self.add.clicked.connect(self.file_wanted)
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self.current))
        self.slider.valueChanged.connect(self._fade)
        self.watch(self.stack.changed, self._follow)
        self.watch(session.plan_changed, lambda *_: self._later.start())
        self.watch(session.day.changed, self._count_on)
        self.watch(session.plan_changed, self._enable)
        self.watch(session.findings_changed, lambda *_: self._later.start())
        self._built = True
        self._wear()
        self.ready()
        self._unfold()
        self._enable()
        self._later.start()

    def _set_up_view(self) -> None:
        """Say how the tree of layers looks, and that layers are moved by dragging."""
        self.view.setModel(self.model)
        self.view.setHeaderHidden(True)
        self.view.setItemDelegate(_RowDelegate(self.view, self.model.told))
        self.view.setProperty("role", "legend")
        self.view.setIndentation(16)
        self.view.setIconSize(SIZE)
        self.view.setUniformRowHeights(True)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.view.setDragDropOverwriteMode(False)
        self.view.setExpandsOnDoubleClick(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        strength = QHBoxLayout()
        strength.setSpacing(8)
        for widget in (self.opacity, self.slider, self._percent):
            strength.addWidget(widget)
        strength.setStretch(1, 1)
        order = QHBoxLayout()
        order.setSpacing(2)
        for button in (self.up, self.down, self.add, self.remove):
            order.addWidget(button)
        order.addStretch(1)
        order.addWidget(self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.view, 1)
        layout.addLayout(strength)
        layout.addLayout(order)
        for button in (self.up, self.down, self.add, self.remove, self.again):
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.view.setAccessibleName(say("panel-layers"))
        self.opacity.setText(say("layers-opacity"))
        self.slider.setAccessibleName(say("layers-opacity"))
        for button, key in (
            (self.up, "layers-up"),
            (self.down, "layers-down"),
            (self.add, "layers-add"),
            (self.remove, "layers-remove"),
            (self.again, "layers-reset"),
        ):
            button.setToolTip(say(key))
            button.setAccessibleName(say(key))
        self.model.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Put on the light or the dark appearance with the rest of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self._wear()

    _built = False

    def _wear(self) -> None:
        dark = self.palette().window().color().lightness() < 128
        self.model.appearance = DARK if dark else LIGHT
        self.model.ratio = self.devicePixelRatioF()
        for button, name in (
            (self.up, "arrow-up"),
            (self.down, "arrow-down"),
            (self.add, "layers-plus"),
            (self.remove, "layers-remove"),
            (self.again, "restore"),
        ):
            button.setIcon(icon(name, self.model.appearance))
        self.model.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what was not counted while nobody saw it."""
        super().showEvent(event)
        if self._uncounted:
            self._later.start()

    def let_go(self) -> None:
        """Stop watching, and wait for no more legends."""
        self._later.stop()
        super().let_go()

    # ---- following the stack -----------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """Key of the layer that the slider and the arrows work on, ``""`` for none."""
        index = self.view.currentIndex()
        if not index.isValid() or index.internalId():
            return ""
        return self.model.rows[index.row()].key

    def select(self, key: str) -> None:
        """Make a layer the current one."""
        row = self.model.row_of(key)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, NAME))

    def _follow(self) -> None:
        key = self.current
        before = {row.key for row in self.model.rows if row.visible}
        moved = self.model.follow()
        after = {row.key for row in self.model.rows if row.visible}
        if moved or before != after:
            self._unfold()
        if moved:
            self.select(key)  # last, for it has everything laid out
        if after - before:
            self._later.start()
        self._enable()

    def _unfold(self) -> None:
        """Open the legends of the layers that are shown, unless the user folded them up."""
        wanted = [row.visible and row.key not in self._closed for row in self.model.rows]
        at = [self.model.index(i, NAME) for i in range(len(wanted))]
        others = [i for i, open_ in enumerate(wanted) if self.view.isExpanded(at[i]) != open_]
        if not others:
            return
        self.view.blockSignals(True)
        self.view.scheduleDelayedItemsLayout()  # else everything is laid out anew for each of them
        for i in others:
            self.view.setExpanded(at[i], wanted[i])
        self.view.blockSignals(False)

    def _folded(self, index: QModelIndex, folded: bool) -> None:
        row = self.model.rows[index.row()]
        if folded and row.visible:
            self._closed.add(row.key)
        else:
            self._closed.discard(row.key)

    def _enable(self, *_: object) -> None:
        key = self.current
        row = self.model.row_of(key)
        self.slider.blockSignals(True)
        opacity = self.stack[key].opacity if key else 1.0
        self.slider.setValue(round(opacity * 100))
        self.slider.blockSignals(False)
        self._percent.setText(f"{self.slider.value()}%" if key else "")
        self.slider.setEnabled(bool(key))
        self.opacity.setEnabled(bool(key))
        self.up.setEnabled(row > 0 and key != BASE)
        self.down.setEnabled(0 <= row < len(self.stack.rows) - 1)
        self.again.setEnabled(self.stack.is_own)
        self.remove.setEnabled(bool(self.stack.title(key)))
        self.add.setEnabled(self.session.project is not None)

    def _count_on(self, day: dt.date) -> None:
        self.stack.count_on(day)
        self._later.start()

    # ---- changing the stack ------------------------------------------------------------------------------------------

    def _check(self, key: str, visible: bool) -> None:
        self.stack.show(key, visible)
        self.select(key)

    def _fade(self, percent: int) -> None:
        if self.current:
            self.stack.fade(self.current, percent / 100)

    def _step(self, by: int) -> None:
        if self.current:
            self.stack.move(self.current, self.model.row_of(self.current) + by)

    # ---- legends -----------------------------------------------------------------------------------------------------

    def _ask_for_legends(self) -> None:
        """Have the legends of the layers that are shown counted in the background."""
        self._uncounted = not self.isVisible()
        if self._uncounted:
            return
        plan, findings, on = self.session.plan, self.session.findings, self.session.on
        if self._legend_job is not None:
            self._legend_job.cancel()
        wanted: dict[str, Layer] = {}
        for row in self.model.rows:
            if not row.visible or row.key == BASE:
                continue
            layer = self.stack.layer(row.key)
            if isinstance(layer, FindingsLayer):
                if findings is not None:
                    wanted[row.key] = FindingsLayer(findings.open)
            elif not layer.is_written:
                wanted[row.key] = layer.close_up()

        def work(job: Job) -> dict[str, Legend]:
            legends = {}
            for key, layer in wanted.items():
                job.step()
                legends[key] = layer.legend(plan)
            return legends

        self._legend_job = self.session.start(
            "job-legends", work, lambda legends: self._take(plan, on, legends), patient=True, apart=True
        )

    def _take(self, plan: Plan, on: dt.date, legends: dict[str, Legend]) -> None:
        if plan is not self.session.plan or on != self.session.on:
            return  # those of the new plan, or of the other day, are being counted
        self._legend_job = None
        self.model.set_legends(legends)
