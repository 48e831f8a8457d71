"""Other departments' grids against the base grids: crossings ranked, and what only one of the two holds."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.ground.departments import LaidOver, bare_ground, crossings, departments, ground_outside, laid_over
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from ui.look.list_of_rows import as_list_of_rows, sortable
from ui.look.long_table import LongTable
from ui.look.plain import as_menu_text, plain_label
from ui.look.words import Words
from ui.outputs.lists.departments import crossings_in_words, grid_names, headings_of_crossings
from ui.panels.base import Panel
from ui.panels.comparison import Column, ComparisonModel
from ui.session.desk import Desk
from ui.session.jobs import Job

PARTS: Final = ("crossings", "bare", "outside")
_AROUND_M: Final = 60.0
"""So much is shown around a place."""
_WIDTHS: Final = {"base": 150, "name": 150, "home": 160, "holder": 160, "households": 140, "area_m2": 130, "share": 110}


class DepartmentsPanel(Panel):
    """One department at a time; a row leads the map there.

    Signals
    -------
    import_wanted, export_wanted, snap_wanted, drop_wanted : str
        With the department that is shown, ``""`` for none.
    """

    key = "departments"
    import_wanted = Signal(str)
    export_wanted = Signal(str)
    snap_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        self.laid: LaidOver | None = None
        self._plan: Plan | None = None
        self._places: dict[str, tuple[IntArray, ShapeArray]] = {}
        self.choice = QComboBox()
        self.choice.setMinimumWidth(120)
        self.summary = plain_label()
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = {name: QToolButton() for name in ("import", "snap", "export", "drop")}
        wanted = (self.import_wanted, self.snap_wanted, self.export_wanted, self.drop_wanted)
        for button, signal in zip(self.buttons.values(), wanted, strict=True):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self.department))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.models: dict[str, ComparisonModel] = {}
        self.views: dict[str, QTableView] = {}
        for part in PARTS:
            self._add_table(part)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.choice)
        top.addWidget(self.summary, 1)
        for button in self.buttons.values():
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        self.choice.currentIndexChanged.connect(lambda _: self._work())
        self.watch(self.session.plan_changed, lambda *_: self.refresh())
        self.watch(self.session.opened, self.refresh)
        self.watch(self.session.closed, self.refresh)
        self.ready()

    @property
    def department(self) -> str:
        """The department that is shown, ``""`` if there is none."""
        return str(self.choice.currentData() or "")

    def show_department(self, department: str) -> None:
        """Show a department, as far as the plan has it."""
        self.refresh()
        self.choice.setCurrentIndex(max(self.choice.findData(department), 0))

    def _add_table(self, part: str) -> None:
        model, view = ComparisonModel(self), QTableView()
        view.setModel(model)
        view.setObjectName(f"departments-{part}")
        as_list_of_rows(view)
        sortable(view)
        view.selectionModel().currentRowChanged.connect(lambda index, _: self._go(part, index))
        view.clicked.connect(lambda index: self._go(part, index))
        LongTable(view, self.words, f"departments-{part}")
        self.models[part], self.views[part] = model, view
        self.tabs.addTab(view, "")

    # ---- working out -------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what nobody could see before."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """List the departments, and lay the chosen one over the base grids again if the plan is another."""
        if not self.isVisible():
            return
        shown, known = self.department, departments(self.session.plan)
        if [self.choice.itemData(i) for i in range(self.choice.count())] != known:
            self.choice.blockSignals(True)
            self.choice.clear()
            for department in known:
                self.choice.addItem(as_menu_text(department).replace("&&", "&"), department)
            self.choice.setCurrentIndex(max(self.choice.findData(shown), 0))
            self.choice.blockSignals(False)
        self._work()

    def _work(self) -> None:
        plan, department = self.session.plan, self.department
        if not department:
            self._take(None, plan)
        elif plan is not self._plan or self.laid is None or self.laid.department != department:

            def work(job: Job) -> LaidOver:
                job.step()
                return laid_over(plan, department)

            self.session.start("job-departments", work, lambda laid: self._take(laid, plan), apart=True)

    def _take(self, laid: LaidOver | None, plan: Plan) -> None:
        if plan is not self.session.plan or (laid is not None and laid.department != self.department):
            return
        self.laid, self._plan = laid, plan
        self._show()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        for name, button in self.buttons.items():
            button.setText(say(f"departments-do-{name}"))
        self.choice.setAccessibleName(say("departments-column-department"))
        for widget in (self.tabs, self.tabs.tabBar(), *self.views.values()):
            widget.setAccessibleName(say("panel-departments"))
        self._show()

    def _show(self) -> None:
        say, laid, plan = self.words, self.laid, self._plan
        can_edit = self.session.can_edit
        self.buttons["import"].setEnabled(can_edit)
        self.buttons["export"].setEnabled(laid is not None)
        for name in ("snap", "drop"):
            self.buttons[name].setEnabled(laid is not None and can_edit)
        self.choice.setVisible(laid is not None)
        if laid is None or plan is None:
            self.summary.setText(say("departments-none-here"))
            self._places = {}
            for at, part in enumerate(PARTS):
                self.models[part].show_columns([])
                self.tabs.setTabText(at, say(f"departments-tab-{part}", count=0))
            return
        found, bare, outside = crossings(laid), bare_ground(laid), ground_outside(laid)
        self._places = {
            "crossings": (found.base, found.shape),
            "bare": (bare.base, bare.shape),
            "outside": (np.zeros(len(outside), dtype=np.int64), outside.shape),
        }
        grids = len(laid.pieces.grids)
        told = say("departments-no-crossing", department=laid.department, grids=grids)
        if len(found):
            households, area = int(found.households.sum()), float(found.area_m2.sum())
            told = say(
                "departments-summary",
                department=laid.department,
                grids=grids,
                count=len(found),
                households=households,
                area=area,
            )
        self.summary.setText(told)
        self.summary.setToolTip(told)
        names = headings_of_crossings(say.language)
        lines = crossings_in_words(plan, laid, found, say.language)
        self._fill("crossings", lines, names, ("base", "name", "home", "holder", "households", "area_m2", "share"))
        plain_names = {
            **names,
            "households": say("departments-column-households-plain"),
            "area_m2": say("departments-column-area-plain"),
            "holder": say("departments-column-grid"),
        }
        lines = crossings_in_words(plan, laid, bare, say.language)
        self._fill("bare", lines, plain_names, ("base", "name", "home", "households", "area_m2", "share"))
        lines = pd.DataFrame(
            {
                "holder": grid_names(plan, outside.grid, say.language),
                "households": outside.households,
                "area_m2": outside.area_m2,
            }
        )
        self._fill("outside", lines, plain_names, ("holder", "households", "area_m2"))
        for at, part in enumerate(PARTS):
            self.tabs.setTabText(at, say(f"departments-tab-{part}", count=self.models[part].rowCount()))

    def _fill(self, part: str, lines: pd.DataFrame, names: dict[str, str], keys: tuple[str, ...]) -> None:
        fresh = not self.models[part].columns
        self.models[part].show_columns([_column(names[key], lines[key], key) for key in keys])
        if fresh:
            for at, key in enumerate(keys):
                self.views[part].setColumnWidth(at, _WIDTHS[key])

    # ---- going -------------------------------------------------------------------------------------------------------

    def _go(self, part: str, index: QModelIndex) -> None:
        if not index.isValid() or part not in self._places:
            return
        base, shapes = self._places[part]
        at = int(self.models[part].rows[index.row()])
        if base[at] and self.session.plan.positions([base[at]])[0] >= 0:
            self.session.select([int(base[at])])
        if shapes[at] is not None:
            self.session.show(shapely.buffer(shapely.envelope(shapes[at]), _AROUND_M))


def _column(heading: str, values: pd.Series, key: str) -> Column:
    if key == "share":
        return Column(heading, [f"{value:.1%}" for value in values], values.to_numpy(), True, _WIDTHS[key])
    if key in ("households", "area_m2"):
        return Column(heading, [f"{value:,.0f}" for value in values], values.to_numpy(), True, _WIDTHS[key])
    texts = [str(value) for value in values]
    return Column(heading, texts, np.array(texts, dtype=str), False, _WIDTHS[key])
