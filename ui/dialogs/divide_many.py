"""Divide many villages anew: one plan each, worked out in the background, kept as a draft or done as one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridmap.division.proposals import Proposal, ground_to_divide, propose, together
from gridmap.edits import Edit
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.outcome.outcome import Known
from ui.dialogs.divide import FIGURES, figure_of
from ui.dialogs.draft_or_do import DraftOrDo
from ui.dialogs.long_steps import perform
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, plain_label
from ui.look.progress_bar import ProgressBar
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.jobs import Cancelled, Job
from ui.session.session import Session
from ui.words.messages import message_of

_ROW_PX: Final = 28
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STOPS_AT: Final = 0.9
"""Share of the progress at which the borders of all plans are put together."""


@dataclass(frozen=True)
class Worked:
    """What came of one village: a plan, or the reason why there is none."""

    village: int
    proposal: Proposal | None
    refused: Refused | None = None


class DivideManyDialog(QDialog):
    """Proposes new grids for many villages by the standard of the scheme, one after the other, as they are worked out.

    To stop keeps what is there by then.

    Parameters
    ----------
    villages : list of int
        Ids of grids that have grids which may be divided anew.
    keep_as_draft : callable, optional
        Takes a title and an edit; without it plans are only carried out.

    Attributes
    ----------
    worked : list of Worked
        In the order of the villages.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        villages: list[int],
        keep_as_draft: Callable[[str, Edit], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session, self.words, self.villages = session, words, villages
        self._keep_as_draft = keep_as_draft
        self.worked: list[Worked] = []
        self._change: Change | None = None
        self._stopping = False
        self._build()
        session.plan_changed.connect(self.reject)
        words.changed.connect(self.set_texts)
        self._job: Job | None = session.start(
            "cli-dividing", self._work(session.plan), self._take, self._watch, apart=True
        )
        self.set_texts()
        self.resize(960, 540)

    def _build(self) -> None:
        self.heading, self.note = plain_label(), plain_label()
        self.heading.setProperty("role", "heading")
        self.note.setWordWrap(True)
        self.bar = ProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.stop = QPushButton()
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._stop)
        progress = QHBoxLayout()
        progress.addWidget(self.bar, 1)
        progress.addWidget(self.stop)
        self.table = QTableWidget(0, 1 + len(FIGURES))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        LongTable(self.table, self.words, "divide-many")
        self.buttons = DraftOrDo(keeps_drafts=self._keep_as_draft is not None)
        self.draft, self.carry_out, self.leave = self.buttons.draft, self.buttons.carry_out, self.buttons.leave
        self.buttons.offer(False)
        self.draft.clicked.connect(self._to_draft)
        self.carry_out.clicked.connect(self._carry_out)
        self.leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addLayout(progress)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.setWindowTitle(say("divide-title"))
        self.heading.setText(say("divide-many-heading", count=len(self.villages)))
        self.table.setHorizontalHeaderLabels(
            [say("divide-many-village"), *(say(f"column-division-{key}") for key in FIGURES)]
        )
        for column in range(self.table.columnCount()):
            if (heading := self.table.horizontalHeaderItem(column)) is not None:
                heading.setTextAlignment(_RIGHT if column else _LEFT)
        self.table.setAccessibleName(say("divide-title"))
        self.bar.setAccessibleName(say("divide-working"))
        self.stop.setText(say("divide-many-stop"))
        self.buttons.set_texts(say)
        self.table.setRowCount(0)
        self._fill()
        self._tell()

    # ---- working out -------------------------------------------------------------------------------------------------

    def _work(self, plan: Plan) -> Callable[[Job], Change | None]:
        """Return the work: it appends to :attr:`worked`, and returns the change that carries out all of it."""

        def work(job: Job) -> Change | None:
            for done, village in enumerate(self.villages):
                if self._stopping:
                    break
                try:
                    ground = ground_to_divide(plan, village)
                    [proposal] = propose(plan, ground, 1, go_on=lambda _: not self._asked_to_stop(job))
                except Refused as error:
                    self.worked.append(Worked(village, None, error))
                else:
                    if self._stopping:  # what was broken off is no plan
                        break
                    self.worked.append(Worked(village, proposal))
                job.step(_STOPS_AT * (done + 1) / len(self.villages))
            proposals = [worked.proposal for worked in self.worked if worked.proposal is not None]
            change = together(proposals).change(plan) if proposals else None
            job.step(1.0)
            return change

        return work

    def _asked_to_stop(self, job: Job) -> bool:
        if job.is_cancelled:
            raise Cancelled
        return self._stopping

    def _watch(self, job: Job) -> None:
        job.progressed.connect(self._progressed)

    def _progressed(self, share: float) -> None:
        self.bar.setValue(round(1000 * share))
        self._fill()

    def _take(self, change: Change | None) -> None:
        self._job, self._change = None, change
        self.bar.hide()
        self.stop.hide()
        self._fill()
        self.buttons.offer(change is not None)
        if change is not None:
            self.buttons.usual.setFocus()
        self._tell()

    def _stop(self) -> None:
        self._stopping = True
        self.stop.setEnabled(False)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Add a row for each village that was worked out since."""
        say, plan = self.words, self.session.plan
        wording = Wording(plan, say.language)
        for worked in self.worked[self.table.rowCount() :]:
            row = self.table.rowCount()
            self.table.setRowCount(row + 1)
            self.table.setItem(row, 0, QTableWidgetItem(as_it_reads(wording.grid(worked.village))))
            if worked.refused is not None:
                reason = QTableWidgetItem(as_it_reads(message_of(worked.refused, say.language)))
                reason.setToolTip(as_it_reads(reason.text()))
                self.table.setItem(row, 1, reason)
                self.table.setSpan(row, 1, 1, len(FIGURES))
                continue
            assert worked.proposal is not None
            for column, key in enumerate(FIGURES, 1):
                item = QTableWidgetItem(figure_of(key, worked.proposal))
                item.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, item)

    def _tell(self) -> None:
        """Say what came of it in all."""
        if self._job is not None:
            self.note.setText(self.words("divide-working"))
            return
        proposals = [worked.proposal for worked in self.worked if worked.proposal is not None]
        counts: dict[str, Any] = {
            "count": len(proposals),
            "left": len(self.villages) - len(proposals),
            "grids": sum(len(proposal.shapes) for proposal in proposals),
            "before": sum(len(proposal.ground.grids) for proposal in proposals),
            "outside": sum(len(proposal.outside) for proposal in proposals),
            "moved": round(sum(proposal.moved for proposal in proposals)),
        }
        self.note.setText(self.words("divide-many-total", **counts))

    # ---- doing -------------------------------------------------------------------------------------------------------

    def _to_draft(self) -> None:
        if self._change is None or self._keep_as_draft is None:
            return
        title = self.words("divide-many-draft-title", count=len(self.villages))
        self.session.plan_changed.disconnect(self.reject)
        self._keep_as_draft(title, Known(self._change))
        self.accept()

    def _carry_out(self) -> None:
        if self._change is None:
            return
        self.session.plan_changed.disconnect(self.reject)
        plan = self.session.plan

        def refused() -> None:
            self.session.plan_changed.connect(self.reject)
            if self.session.plan is not plan:  # the project was closed meanwhile
                self.reject()

        perform(self.session, self.words, self, Known(self._change), self.accept, refused)

    def done(self, result: int) -> None:
        """Give up what is being worked out, and close."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)
