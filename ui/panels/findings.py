"""The findings as a table: filter, sort, go there, accept with a reason, mend after a look at what it would do."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QMenu,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.checks import Finding, Findings
from gridmap.mending import Offer, accept, offers, preview
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from ui.look.appearance import appearance_of, icon
from ui.look.choice_box import ChoiceBox
from ui.look.long_table import LongTable
from ui.look.place_box import PlaceBox
from ui.look.plain import as_menu_text, plain_label
from ui.look.told import ToldDelegate
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.panels.base import Panel
from ui.panels.findings_model import FindingsModel
from ui.panels.rule_box import RuleBox
from ui.session.desk import Desk
from ui.session.jobs import Job

Index = QModelIndex | QPersistentModelIndex
_ROOMY_PX: Final = 860
_LEAST_BUTTON_PX: Final = 36


class _Rows(QTableView):
    """The table; the row that becomes the current one because Tab leads here is not one that was gone to."""

    takes_keys = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keys."""
        self.takes_keys = True
        super().focusInEvent(event)
        self.takes_keys = False


class FindingsPanel(Panel):
    """What was found; one row leads the map there."""

    key = "findings"
    _built = False

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.model = FindingsModel(words, self)
        self._wording_job: Job | None = None
        self._offering: Job | None = None
        self.severity, self.rule, self.place, self.text = ChoiceBox(), RuleBox(words), PlaceBox(), QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(64)
        # A long name of a rule must not widen the window.
        for box, letters in ((self.severity, 8), (self.rule, 8)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(letters)
        self.count = plain_label()
        self.count.setProperty("role", "muted")
        self.before, self.after, self.mend, self.accept = (QToolButton() for _ in range(4))
        self.mend.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.mend.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._offer)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.accept.clicked.connect(self._accept)
        self.view = _Rows()
        self.view.setTabKeyNavigation(False)
        self._set_up_view()
        self.table = LongTable(self.view, words, "findings", pinned=2)
        self._lay_out()

        self.severity.currentIndexChanged.connect(self._filter)
        self.rule.currentIndexChanged.connect(self._filter)
        self.text.textChanged.connect(self._filter)
        self.place.chosen.connect(self._filter)
        self.view.selectionModel().currentRowChanged.connect(self._go)
        self._following = False
        self._place: int | None = None  # row of the finding that was dealt with last, until another one is looked at
        self.watch(session.findings_changed, self._show)
        self.watch(session.finding_changed, self._follow)
        self.watch(session.closed, self._empty)
        self.watch(session.privacy_changed, self._reword)
        self._built = True
        self._wear()
        self.ready()
        if session.findings is not None:
            self._show(session.findings, (), ())

    def _set_up_view(self) -> None:
        """Say how the table looks and how wide its columns are at first."""
        self.view.setModel(self.model)
        self.view.setItemDelegate(ToldDelegate(self.view, self.model.told))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSortingEnabled(True)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(28)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 72), (1, 136), (3, 88), (4, 120)):
            header.resizeSection(column, width)

    def _lay_out(self) -> None:
        """Put the bar of filters and buttons above the table."""
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 0, 8, 0)
        bar.setSpacing(8)
        for widget in (self.severity, self.rule, self.place):
            bar.addWidget(widget)
        bar.addWidget(self.text, 1)
        bar.addWidget(self.count)
        for button in (self.before, self.after, self.mend, self.accept):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setMinimumWidth(_LEAST_BUTTON_PX)
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say by words what the buttons do, where there is room for them."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY_PX
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if roomy else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (self.mend, self.accept):
            button.setToolButtonStyle(style)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at no finding any more after Esc."""
        if event.key() == Qt.Key.Key_Escape and self.session.finding is not None:
            self.session.look_at(None)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the icons anew when light changes to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self._wear()

    def _wear(self) -> None:
        look = appearance_of(self.palette())
        for button, name in (
            (self.before, "chevron-up"),
            (self.after, "chevron-down"),
            (self.mend, "auto-fix"),
            (self.accept, "check"),
        ):
            button.setIcon(icon(name, look))

    # ---- showing -----------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.text.setPlaceholderText(say("findings-filter"))
        self.text.setAccessibleName(say("findings-filter"))
        self.severity.setAccessibleName(say("column-severity"))
        self.rule.setAccessibleName(say("column-rule"))
        self.place.setAccessibleName(say("findings-place"))
        self.place.setToolTip(say("findings-place"))
        self._list_places()
        self.view.setAccessibleName(say("panel-findings"))
        for button, key in (
            (self.before, "findings-before"),
            (self.after, "findings-after"),
            (self.mend, "findings-mend"),
            (self.accept, "findings-accept"),
        ):
            button.setText(say(key))
            button.setToolTip(say(key))
            button.setAccessibleName(say(key))
        self._fill(
            self.severity,
            [("", say("findings-any-severity"))]
            + [(key, say(f"severity-{key}")) for key in ("error", "warning", "notice")],
        )
        self._list_rules()
        self._reword()

    def _reword(self) -> None:
        self._following = True
        self.model.set_privacy(self.session.privacy)
        self._following = False
        self._make_sentences()
        self._follow(self.session.finding)
        self._enable()

    def _list_places(self) -> None:
        self.place.list_places(self.session.plan, self.words("findings-any-place"))

    def _list_rules(self) -> None:
        findings = self.session.findings
        chosen = self.rule.currentData()
        self.rule.list_rules(findings.counts if findings else {})
        if self.rule.currentData() != chosen:  # nothing breaks it any more: all are shown, as the box says
            self._filter()

    def _fill(self, box: QComboBox, rows: list[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        for key, label in rows:
            box.addItem(label, key)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    def _show(self, findings: Findings, brought: object, cleared: object) -> None:
        self._list_rules()
        self._following = True
        self._list_places()
        self.model.set_place(self._within())
        self.model.show_findings(findings.open, self.session.plan)
        self._following = False
        self._make_sentences()
        self._follow(self.session.finding)
        self._enable()

    def _make_sentences(self) -> None:
        """Make the sentences of a long table in the background, for texts to be found in them."""
        if self._wording_job is not None:
            self._wording_job.cancel()
            self._wording_job = None
        work = self.model.sentences()
        if work is not None and self.session.project is not None:
            self._wording_job = self.session.start("job-wording", work, self._take_sentences, apart=True)

    def _take_sentences(self, made: tuple[Wording, list[str]]) -> None:
        self._wording_job = None
        self._following = True
        self.model.take_sentences(made)
        self._following = False
        self._follow(self.session.finding)

    def let_go(self) -> None:
        """Stop watching, and working out sentences and fixes."""
        if self._wording_job is not None:
            self._wording_job.cancel()
            self._wording_job = None
        if self._offering is not None:
            self._offering.cancel()
            self._offering = None
        super().let_go()

    def _empty(self) -> None:
        self._place = None
        self.model.show_findings((), self.session.plan)
        self._list_rules()
        self._enable()

    def _filter(self) -> None:
        self._following = True
        self.model.set_place(self._within())
        self.model.set_filter(self.severity.currentData() or "", self.rule.rules, self.text.text())
        self._following = False
        self._follow(self.session.finding)
        self._enable()

    def _within(self) -> frozenset[int] | None:
        """Return the grids of the place that is chosen, ``None`` for all."""
        return frozenset(self.session.plan.below([self.place.place]).tolist()) if self.place.place else None

    def _enable(self) -> None:
        findings = self.session.findings
        shown, there = len(self.model.rows), len(findings.open) if findings else 0
        accepted = len(findings.accepted) if findings else 0
        waiting = bool(self.text.text().strip()) and not self.model.is_ready
        self.count.setText(self.words("palette-preparing") if waiting else f"{shown:,} / {there:,}")
        self.count.setToolTip(self.words("findings-count", shown=shown, all=there, accepted=accepted))
        self.before.setEnabled(shown > 0)
        self.after.setEnabled(shown > 0)
        can = self.session.can_edit and self.session.finding is not None
        self.mend.setEnabled(can)
        self.accept.setEnabled(can)

    # ---- going -------------------------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Look at the next finding of the table (or the one before)."""
        if self.model.rows:
            row = self.model.row_of(self.session.finding)
            if row < 0 and self._place is not None:  # the next one has taken the place of the one dealt with
                row = self._place - (by > 0)
            elif row < 0:
                row = max(self.view.currentIndex().row(), -1 if by > 0 else 0)
            row = (row + by) % len(self.model.rows)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self.model.index(row, 0))

    def _go(self, index: QModelIndex) -> None:
        if self._following or self.view.takes_keys or not index.isValid():
            return
        finding = self.model.rows[index.row()]
        self._place = None
        self._following = True
        self.session.select(self.session.plan.there(finding.grids))
        self.session.look_at(finding)
        if finding.where is not None:
            self.session.show(finding.where)
        self._following = False
        self._enable()

    def _follow(self, finding: Finding | None) -> None:
        self._enable()
        if self._following:
            return
        self._following = True
        row = self.model.row_of(finding)
        if row >= 0:
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, 0))
        else:
            self.view.clearSelection()
        self._following = False

    # ---- dealing with a finding --------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """Fill the menu with the fixes that fit, each with what it would move and bring; that takes a check for each.

        It is worked out in the background, and forgotten where something else is looked at when it is done.
        """
        self._menu.clear()
        finding, plan, on = self.session.finding, self.session.plan, self.session.on
        if self._offering is not None:
            self._offering.cancel()
            self._offering = None
        if finding is None:
            return
        self._menu.addAction(self.words("job-proposing")).setEnabled(False)
        say = self.words

        def work(job: Job) -> list[tuple[Offer, str]]:
            there = [offer for offer in offers(plan, finding) if offer.edit is not None]
            rows = []
            for offer in there:
                job.step()
                rows.append((offer, _wording_of(offer, plan, say, on)))
            return rows

        def take(rows: list[tuple[Offer, str]]) -> None:
            self._offering = None
            if finding is self.session.finding and plan is self.session.plan:
                self._fill_menu(rows)

        self._offering = self.session.start("job-offers", work, take, apart=True)

    def _fill_menu(self, rows: list[tuple[Offer, str]]) -> None:
        self._menu.clear()
        for offer, text in rows:
            action = self._menu.addAction(text)
            action.triggered.connect(lambda _=False, offer=offer: self._mend(offer))
        if self._menu.isEmpty():
            self._menu.addAction(self.words("findings-no-fix")).setEnabled(False)

    def _mend(self, offer: Offer) -> None:
        row = self.view.currentIndex().row()
        if offer.edit is not None and self.session.perform(offer.edit, mends=True):
            self._place = row

    def _accept(self) -> None:
        finding = self.session.finding
        if finding is None or self.session.project is None:
            return
        say = self.words
        reason, given = QInputDialog.getText(self, say("findings-accept"), say("findings-reason"))
        if given:
            row = self.view.currentIndex().row()
            edit = accept(finding, self.session.project.who, reason, dt.date.today())
            if self.session.perform(edit):
                self._place = row


def _wording_of(offer: Offer, plan: Plan, say: Words, on: dt.date) -> str:
    """Return what a fix does, what it would move, and what it would bring; tried in a check of its own."""
    label = say(f"fix-{offer.key}")
    if offer.grid:
        between = "：" if say.language == "zh" else ": "
        label += between + Wording(plan, say.language).grid(offer.grid)
    assert offer.edit is not None
    try:
        told = preview(plan, offer.edit, on)
    except GridMapError as error:
        return as_menu_text(f"{label} — {say.of(error, plan)}")
    brings = say("findings-brings", count=len(told.brought)) if told.brought else say("findings-brings-none")
    moved = say("findings-moves", area_m2=told.area_moved_m2, households=told.households_moved)
    warning = f" · {say.of_warning(offer.warning)}" if offer.warning else ""
    return f"{as_menu_text(label)}\t{moved} · {brings}{warning}"
