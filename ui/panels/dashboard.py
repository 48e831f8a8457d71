"""The state of the whole at a glance: coverage by town and village, households to a grid, the worst ten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gridmap.checks import Findings
from gridmap.figures.coverage import covered_share
from gridmap.figures.items import item_totals
from gridmap.figures.reach import reach_of_plan
from gridmap.figures.statistics import breakdown, total
from gridmap.figures.trend import Trend
from gridmap.ground.placement import households_by_grid
from gridmap.indicators.counted import Counted
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.people.workload import has_standard, household_standard
from ui.dialogs.indicator import IndicatorDialog
from ui.look.choice_box import ChoiceBox
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.histogram import Histogram, common_standard, faded, histogram
from ui.panels.indicator_rows import IndicatorRows, known_indicators, trend_of_a_year
from ui.panels.role_rows import Covered, RoleRows, covered_roles
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.words.indicators import reach_in_words
from ui.words.labels import dates_of
from ui.words.messages import as_percentage

Index = QModelIndex | QPersistentModelIndex
SHARES: Final = ("covered_share", "staffed_share", "branch_covered_share")
"""The three shares that are shown of every row: ground, grids with a full-time worker, grids with a branch."""
_ERRORS: Final = "findings_error"
_WORST: Final = 10
_SEEN: Final = 8
"""Rows of a level that are seen without scrolling."""
_ROW_PX: Final = 32
_SHARE_PX: Final = 58
_BESIDE_PX: Final = 16
"""What is left free beside a share where there is little room."""
_ROOMY_PX: Final = 300
"""Width from which names and all figures have room beside one another."""
_COVERED: Final = 1
"""The column of ground that is covered; narrow tables do without it, as what lacks ground is a finding anyway."""
_SHARE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


# ---- figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Overview:
    """Figures of a plan as the dashboard shows them.

    Attributes
    ----------
    plan : Plan
        The plan they are of.
    whole : mapping
        ``covered_share``, ``staffed_share`` and ``branch_covered_share`` of everything.
    levels : mapping of level key to DataFrame
        For every level but the lowest the rows of :func:`gridmap.figures.statistics.breakdown`, and the
        ``covered_share``; last, with id 0, what is in none of them.
    worst : DataFrame
        The rows of the lowest of these levels with most errors, and then with the lowest shares; at most ten, and none
        that lacks nothing.
    households : int64 (g,)
        Households of the grids that :func:`gridmap.people.workload.has_standard` counts.
    least, most : int64 (g,)
        The standard of each.
    items : mapping
        As :func:`gridmap.figures.items.item_totals` has them.
    on : date
        The day for which assignments count.
    indicators : tuple of Counted
        Those of which anything is known.
    reach : mapping
        How far the chain of branches reaches, as :func:`gridmap.figures.reach.reach_of_plan` has it.
    roles : tuple of Covered
        Those that the scheme asks for or that somebody has.
    trend : Trend, optional
        How the figures compare with those of a year before, where there are indicators.
    """

    plan: Plan
    whole: dict[str, float]
    levels: dict[str, pd.DataFrame]
    worst: pd.DataFrame
    households: IntArray
    least: IntArray
    most: IntArray
    items: dict[str, Any]
    on: dt.date
    indicators: tuple[Counted, ...] = ()
    reach: Mapping[str, int | float | None] = field(default_factory=dict)
    roles: tuple[Covered, ...] = ()
    trend: Trend | None = None


def overview(plan: Plan, findings: Findings, on: dt.date | None = None, job: Job | None = None) -> Overview:
    """Work out the figures of a plan on a day, today by default; slow for a large one."""
    day = on or dt.date.today()
    levels: dict[str, pd.DataFrame] = {}
    grounds: list[pd.DataFrame] = []
    upper = plan.scheme.levels[:-1]
    for level in upper:
        if job is not None:
            job.step(level.rank / (len(upper) + 1))
        parts = breakdown(plan, level, on=day, findings=findings)
        rows = parts.rows.assign(covered_share=covered_share(plan, level))
        grounds.append(rows)
        rest = parts.rest[parts.rest[["must_staff", "must_branch", _ERRORS]].any(axis=1)]
        levels[level.key] = pd.concat([rows, rest.assign(covered_share=np.nan)]) if len(rest) else rows
    row = total(plan, on=day).iloc[0]
    whole = {share: float(row[share]) for share in SHARES if share != "covered_share"}
    top = next((rows for rows in grounds if len(rows)), None)
    if top is None or not top["area_m2"].sum():
        whole["covered_share"] = float("nan")
    else:
        whole["covered_share"] = float(np.nansum(top["covered_share"] * top["area_m2"]) / top["area_m2"].sum())
    least, most = household_standard(plan)
    measured = has_standard(plan)
    return Overview(
        plan=plan,
        whole=whole,
        levels=levels,
        worst=_worst(grounds[-1]) if grounds else pd.DataFrame(),
        households=households_by_grid(plan)[measured],
        least=least[measured],
        most=most[measured],
        items=item_totals(plan, day),
        on=day,
        indicators=known_indicators(plan, day),
        reach=reach_of_plan(plan, day),
        roles=covered_roles(plan, day),
        trend=trend_of_a_year(plan, day),
    )


def _worst(rows: pd.DataFrame) -> pd.DataFrame:
    mean = rows[list(SHARES)].mean(axis=1).fillna(1.0).to_numpy()
    errors = rows[_ERRORS].to_numpy()
    order = np.lexsort((mean, -errors))
    order = order[(errors[order] > 0) | (mean[order] < 1)]
    return rows.iloc[order[:_WORST]]


# ---- tables of bars --------------------------------------------------------------------------------------------------


class SharesModel(QAbstractTableModel):
    """Rows of a roll-up with their shares; an index's row is found again by the grid's id."""

    def __init__(self, words: Words, columns: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.columns = columns
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._all = self.rows = pd.DataFrame(columns=["code", "name", *columns[1:]])

    def show_rows(self, rows: pd.DataFrame | None) -> None:
        """Show other rows, ``None`` for none."""
        self._all = self._all.iloc[:0] if rows is None else rows
        self.sort(*self._order)

    def grid(self, row: int) -> int:
        """Return the id of the grid in a row."""
        return int(self.rows.index[row])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, what has no share last; -1 is as given."""
        self._order = (column, order)
        rows = self._all
        if column >= 0:
            up = order == Qt.SortOrder.AscendingOrder
            rows = rows.sort_values(self.columns[column], ascending=up, kind="stable", na_position="last")
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def retell(self) -> None:
        """Say everything in the present language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"dashboard-column-{self.columns[section].replace('_', '-')}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, or its share from 0 to 1 under the role of the bars."""
        if not index.isValid():
            return None
        column, at = self.columns[index.column()], index.row()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == _SHARE_ROLE:
            return float(self.rows[column].iloc[at]) if column in SHARES else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if column == "name" and self.grid(at) == 0:
            return self._words("column-row_rest")
        value = self.rows[column].iloc[at]
        if column == "name":
            code = self.rows["code"].iloc[at]
            is_tip = role == Qt.ItemDataRole.ToolTipRole
            return as_it_reads(f"{value} {code}".strip()) if is_tip else str(value or code)
        return as_percentage(float(value)) if column in SHARES else f"{int(value):,}"


class BarDelegate(QStyledItemDelegate):
    """A share as its number over a thin bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for the number and the bar."""
        return super().sizeHint(option, index).expandedTo(QSize(48, 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the number, and the bar below it where the cell is a share."""
        super().paint(painter, option, index)
        share = index.data(_SHARE_ROLE)
        if share is None or np.isnan(share):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        full = option.palette.color(role.HighlightedText if chosen else role.Highlight)
        room = QRectF(option.rect).adjusted(6, 0, -4, -3)
        room.setTop(room.bottom() - 3)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(full))
        painter.drawRect(room)
        room.setWidth(room.width() * share)
        painter.setBrush(full)
        painter.drawRect(room)
        painter.restore()


class SharesView(QTableView):
    """A table of shares of which one row leads the map somewhere."""

    def __init__(self, model: SharesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shares")
        self._model = model
        self.setModel(model)
        self.setItemDelegate(BarDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.narrow(narrow=False)

    def narrow(self, *, narrow: bool) -> None:
        """Give shares no more than they need where the names beside them have little room, else what reads well."""
        header = self.horizontalHeader()
        share = self.fontMetrics().horizontalAdvance(as_percentage(1.0)) + _BESIDE_PX
        for column in range(1, self.model().columnCount()):
            least = share if self._model.columns[column] in SHARES else header.sectionSizeHint(column)
            header.resizeSection(column, least if narrow else max(_SHARE_PX, least))

    def fit(self, most: int) -> None:
        """Be as high as the rows are, or as so many of them."""
        rows = min(max(self.model().rowCount(), 1), most)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + _ROW_PX * rows + 4)


# ---- the panel -------------------------------------------------------------------------------------------------------


class DashboardPanel(Panel):
    """Figures of the open project, which follow every change; they are worked out only while somebody sees them."""

    key = "dashboard"

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.overview: Overview | None = None
        self._is_empty = False  # whether the tables and the chart are shown with nothing in them
        self._findings: Findings | None = None
        self._job: Job | None = None
        self._tiles = {share: (plain_label(), plain_label()) for share in SHARES}
        self.level = ChoiceBox()
        self.shares = SharesModel(words, ("name", *SHARES), self)
        self.view = SharesView(self.shares)
        self.view.setSortingEnabled(True)
        header = self.view.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.worst = SharesModel(words, ("name", *SHARES, _ERRORS), self)
        self.worst_view = SharesView(self.worst)
        self.tables = [
            LongTable(view, words, name) for view, name in ((self.view, "shares"), (self.worst_view, "worst"))
        ]
        self.histogram = Histogram()
        self.indicators, self.roles = IndicatorRows(), RoleRows()
        self.roles.chosen.connect(session.role_wanted)
        self.indicators.chosen.connect(self._show_course)
        self._state, self._by, self._homes, self._homes_told, self._worst_told = (plain_label() for _ in range(5))
        self._dates, self._items, self._reach, self.none_worst = (plain_label() for _ in range(4))
        self._is_narrow: bool | None = None
        for label in (self._state, self._dates, self._items, self._reach, self._homes_told, self.none_worst):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        for label in (self._by, self._homes, self._worst_told):
            label.setProperty("role", "heading")
        self._by.setBuddy(self.level)
        self._lay_out()
        self.level.currentIndexChanged.connect(self._show_level)
        for view, model in ((self.view, self.shares), (self.worst_view, self.worst)):
            view.clicked.connect(lambda index, model=model: self._go(model, index))
            view.activated.connect(lambda index, model=model: self._go(model, index))
        self.watch(session.plan_changed, self._plan_changed)
        self.watch(session.day.changed, self._count_another_day)
        self.watch(session.findings_changed, self._findings_changed)
        self.ready()

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(4)
        for number, name in self._tiles.values():
            name.setProperty("role", "muted")
            tile = QVBoxLayout()
            tile.setSpacing(0)
            tile.addWidget(number)
            tile.addWidget(name)
            tiles.addLayout(tile, 1)
        chooser = QHBoxLayout()
        chooser.setSpacing(8)
        chooser.addWidget(self._by, 1)
        chooser.addWidget(self.level)
        page = QWidget()
        inner = self._inner = QVBoxLayout(page)
        inner.setSpacing(8)
        inner.addWidget(self._state)
        inner.addLayout(tiles)
        inner.addWidget(self._dates)
        inner.addWidget(self._reach)
        inner.addWidget(self._items)
        inner.addWidget(self.indicators)
        inner.addWidget(self.roles)
        inner.addSpacing(8)
        inner.addLayout(chooser)
        inner.addWidget(self.view)
        inner.addSpacing(8)
        inner.addWidget(self._homes)
        inner.addWidget(self.histogram)
        inner.addWidget(self._homes_told)
        inner.addSpacing(8)
        inner.addWidget(self._worst_told)
        inner.addWidget(self.worst_view)
        inner.addWidget(self.none_worst)
        inner.addStretch(1)
        scroller = QScrollArea()
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(page)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroller)

    # ---- room --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a narrow panel to the names."""
        super().resizeEvent(event)
        self.spare(self.width() < _ROOMY_PX)

    def spare(self, narrow: bool) -> None:
        """Make figures smaller where there is little room, and do without one column of the tables."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        big = QFont(self.font())
        big.setPointSizeF(13 if narrow else 15)
        big.setWeight(QFont.Weight.DemiBold)
        for number, _ in self._tiles.values():
            number.setFont(big)
        self._inner.setContentsMargins(*((8,) * 4 if narrow else (12,) * 4))
        for view, table in zip((self.view, self.worst_view), self.tables, strict=True):
            view.narrow(narrow=narrow)
            view.setColumnHidden(_COVERED, narrow)
            table.no_room = {_COVERED} if narrow else set()

    def spare_anew(self) -> None:
        """Fit the columns once more: to other words, or when they were put where the user had left them."""
        self._is_narrow = None
        self.spare(self.width() < _ROOMY_PX)

    # ---- words -------------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        for share, (_, name) in self._tiles.items():
            name.setText(say(f"dashboard-{share.replace('_', '-')}"))
        self._by.setText(say("dashboard-by"))
        self._homes.setText(say("dashboard-homes"))
        self._worst_told.setText(say("dashboard-worst"))
        self.none_worst.setText(say("dashboard-none-worst"))
        self.level.setAccessibleName(say("dashboard-by"))
        self.view.setAccessibleName(say("dashboard-by"))
        self.worst_view.setAccessibleName(say("dashboard-worst"))
        self.histogram.setAccessibleName(say("dashboard-homes"))
        self.shares.retell()
        self.worst.retell()
        self._list_levels()
        self._tell()
        self.spare_anew()

    def _list_levels(self) -> None:
        chosen = self.level.currentData()
        self.level.blockSignals(True)
        self.level.clear()
        for level in self.session.plan.scheme.levels[:-1]:
            self.level.addItem(self.words.name(level.name), level.key)
        self.level.setCurrentIndex(max(self.level.findData(chosen), 0))
        self.level.blockSignals(False)

    # ---- following the session ---------------------------------------------------------------------------------------

    def _plan_changed(self, before: Plan, after: Plan, change: object) -> None:
        self._stop()
        self._findings = None
        if change is None:
            self.overview = None
            self._list_levels()
            if not self._is_empty:
                self._show()
        self._tell()

    def _count_another_day(self) -> None:
        """Wait for the findings of that day; what is shown meanwhile is said to be of another."""
        self._stop()
        self._findings = None
        self._tell()

    def _findings_changed(self, findings: Findings, brought: object, cleared: object) -> None:
        self._findings = findings
        if self.isVisible():
            self._work_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Work out figures that nobody has wanted to see until now."""
        super().showEvent(event)
        self._findings = self.session.findings
        if self._findings is not None and self._job is None:
            self._work_out()

    def let_go(self) -> None:
        """Stop watching, and give up what is being worked out."""
        self._stop()
        super().let_go()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _work_out(self) -> None:
        session, plan, findings, on = self.session, self.session.plan, self._findings, self.session.on
        self._stop()
        if findings is None or self._is_shown(self.overview):
            return
        self._job = session.start("job-figures", lambda job: overview(plan, findings, on, job), self._take, apart=True)
        self._tell()

    def _is_shown(self, figures: Overview | None) -> bool:
        """Whether figures are of the plan and the day that are shown."""
        session = self.session
        return figures is not None and figures.plan is session.plan and figures.on == session.on

    def _take(self, worked_out: Overview) -> None:
        if self._is_shown(worked_out):  # else newer figures are on their way
            self._job = None
            self.overview = worked_out
            self._show()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        figures, self._is_empty = self.overview, self.overview is None
        self._show_level()
        self.worst.show_rows(figures.worst if figures is not None and len(figures.worst) else None)
        self.worst_view.fit(_WORST)
        self.worst_view.setVisible(figures is None or len(figures.worst) > 0)
        self.none_worst.setVisible(figures is not None and not len(figures.worst))
        if figures is None or not len(figures.households):
            self.histogram.show_counts(np.zeros(0, dtype=np.int64), None)
        else:
            standard = common_standard(figures.least, figures.most)
            self.histogram.show_counts(histogram(figures.households), standard)
        self._tell()

    def _show_level(self) -> None:
        figures = self.overview
        self.shares.show_rows(None if figures is None else figures.levels.get(self.level.currentData()))
        self.view.fit(_SEEN)

    def _tell(self) -> None:
        """Say what stands in plain labels."""
        figures, say = self.overview, self.words
        for share, (number, _) in self._tiles.items():
            number.setText("–" if figures is None else as_percentage(figures.whole[share]))
        if self.session.project is None:
            self._state.setText(say("dashboard-nothing"))
        else:
            self._state.setText(say("dashboard-working"))
        self._dates.setText("" if figures is None else dates_of(figures.plan.facts(), figures.on, say.language))
        items = {} if figures is None else figures.items
        reach = {} if figures is None else figures.reach
        self._reach.setVisible(reach.get("reached_share") is not None)
        if reach.get("reached_share") is not None:
            self._reach.setText(reach_in_words(reach, say.language))
        self._items.setVisible(bool(items.get("raised")))
        if items.get("raised"):
            self._items.setText(say("items-summary", share=as_percentage(items["solved_share"]), **items))
        self._state.setVisible(not self._is_shown(figures))
        if figures is None or not len(figures.households):
            self._homes_told.setText("")
        else:
            homes = figures.households
            told = say(
                "dashboard-homes-told",
                count=len(homes),
                median=round(float(np.median(homes))),
                under=int((homes < figures.least).sum()),
                over=int((homes > figures.most).sum()),
            )
            self._homes_told.setText(told)
        self.histogram.setAccessibleDescription(self._homes_told.text())
        night = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        self.indicators.show_indicators(() if figures is None else figures.indicators, say, night=night)
        if figures is not None and figures.trend is not None:
            self.indicators.show_trend(figures.trend, say)
        self.roles.show_roles(() if figures is None else figures.roles, say)

    def _show_course(self, key: str) -> None:
        """Open the page of an indicator."""
        IndicatorDialog(self.session, self.words, key, self).open()

    def _go(self, model: SharesModel, index: QModelIndex) -> None:
        """Select the grid of a row and show it on the map."""
        grid = model.grid(index.row())
        if self.session.plan.positions([grid])[0] >= 0:
            self.session.select([grid])
            self.session.show(self.session.plan.shape(grid))
