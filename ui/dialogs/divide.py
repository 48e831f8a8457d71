"""Divide a village anew: plans side by side, what stands in the way, and one of them kept as a draft or carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.division.proposals import Ground, Proposal, ground_to_divide, propose
from gridmap.edits import Edit
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from ui.dialogs.division_sketch import DivisionSketch
from ui.dialogs.draft_or_do import DraftOrDo
from ui.dialogs.long_steps import perform
from ui.look.fields import whole_number_field
from ui.look.plain import as_it_reads, plain_label
from ui.look.progress_bar import ProgressBar
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.jobs import Job
from ui.session.session import Session

PLANS: Final = 3
_MOST_HOUSEHOLDS: Final = 100_000
_PAUSE_MS: Final = 400
FIGURES: Final = ("grids", "households", "outside", "compactness", "border", "on-lines", "moved")


class DivideDialog(QDialog):
    """Proposes new borders for the grids of a village, in the background, and anew when a limit is changed.

    Parameters
    ----------
    village : int
        Id of a grid that has grids which may be divided anew.
    keep_as_draft : callable, optional
        Takes a title and an edit; without it (in a draft, say) plans are only carried out.

    Attributes
    ----------
    proposals : list of Proposal
        Those that are shown, the best first; empty while they are worked out.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        village: int,
        keep_as_draft: Callable[[str, Edit], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session, self.words, self.village = session, words, village
        self._keep_as_draft = keep_as_draft
        self.proposals: list[Proposal] = []
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.work_out)
        self._build()
        session.plan_changed.connect(self.reject)
        words.changed.connect(self.set_texts)
        self._begin()
        self.set_texts()
        self.resize(960, 560)

    # ---- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.heading = plain_label()
        self.heading.setProperty("role", "heading")
        self.least, self.most = whole_number_field(), whole_number_field()
        for field in (self.least, self.most):
            field.setRange(0, _MOST_HOUSEHOLDS)
            field.setSingleStep(10)
            field.valueChanged.connect(lambda _: self._soon.start())
        self._limits, self._to, self._unit = plain_label(), plain_label(), plain_label()
        self._to.setText("–")
        self._limits.setBuddy(self.least)
        limits = QHBoxLayout()
        for widget in (self._limits, self.least, self._to, self.most, self._unit):
            limits.addWidget(widget)
        limits.addStretch()
        self.bar = ProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(220)
        limits.addWidget(self.bar)
        self.cards = QHBoxLayout()
        self.cards.setSpacing(12)
        self.group = QButtonGroup(self)
        self.group.idToggled.connect(self._chosen)
        self._sketches: list[DivisionSketch] = []
        self.note = plain_label()
        self.note.setWordWrap(True)
        self._legend = plain_label()
        self._legend.setProperty("role", "muted")
        self._legend.setWordWrap(True)
        self.buttons = DraftOrDo(keeps_drafts=self._keep_as_draft is not None)
        self.draft, self.carry_out, self.leave = self.buttons.draft, self.buttons.carry_out, self.buttons.leave
        self.draft.clicked.connect(self._to_draft)
        self.carry_out.clicked.connect(self._carry_out)
        self.leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addLayout(limits)
        layout.addLayout(self.cards, 1)
        layout.addWidget(self._legend)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.setWindowTitle(say("divide-title"))
        self.heading.setText(say("divide-heading", name=Wording(self.session.plan, say.language).grid(self.village)))
        self._limits.setText(say("divide-limits"))
        self._unit.setText(say("divide-unit"))
        self.least.setAccessibleName(say("divide-least"))
        self.most.setAccessibleName(say("divide-most"))
        self._legend.setText(say("divide-legend"))
        self.buttons.set_texts(say)
        self._show()

    # ---- working out -------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Fill in the standard of the scheme, and work out the first plans."""
        try:
            ground = ground_to_divide(self.session.plan, self.village)
        except Refused as error:
            if error.key != "no-household-standard":
                self._refused(error)
                return
            ground = ground_to_divide(self.session.plan, self.village, 300, 500)
        for field, value in ((self.least, ground.least), (self.most, ground.most)):
            blocked = field.blockSignals(True)
            field.setValue(round(value))
            field.blockSignals(blocked)
        self.work_out()

    def work_out(self) -> None:
        """Work out plans for the limits that stand there; what is being worked out is given up."""
        self._stop()
        self.proposals = []
        self._show()
        plan = self.session.plan
        try:
            ground = ground_to_divide(plan, self.village, self.least.value(), self.most.value())
        except Refused as error:
            self._refused(error)
            return
        self.note.setText(self.words("divide-working"))
        self.bar.setValue(0)
        self.bar.show()

        def work(job: Job) -> list[Proposal]:
            return _proposed(plan, ground, job)

        self._job = self.session.start("cli-dividing", work, self._take, self._watch, apart=True)

    def _watch(self, job: Job) -> None:
        job.progressed.connect(lambda share: self.bar.setValue(round(1000 * share)))

    def _refused(self, error: Refused) -> None:
        self.bar.hide()
        self.note.setText(as_it_reads(self.words.of(error, self.session.plan)))

    def _take(self, proposals: list[Proposal]) -> None:
        self._job = None
        self.bar.hide()
        self.proposals = proposals
        self._show()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the plans side by side, and what is to be said of them."""
        while (item := self.cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for button in self.group.buttons():
            self.group.removeButton(button)
        self._sketches = []
        for number, proposal in enumerate(self.proposals):
            self.cards.addWidget(self._card(number, proposal), 1)
        if len(self.proposals) == 1:  # two share the width, one alone would be all too wide
            self.cards.addStretch(1)
        self._put_in_order()
        ready = bool(self.proposals)
        self.buttons.offer(ready)
        if ready:
            self.group.button(0).setChecked(True)
            self.note.setText(as_it_reads("\n".join(self._lines(self.proposals[0]))))

    def _put_in_order(self) -> None:
        """Let Tab go from the limits to the plans; from there it goes on to the buttons, which come last."""
        last: QWidget = self.most
        for button, sketch in zip(self.group.buttons(), self._sketches, strict=True):
            for stop in (button, sketch):
                self.setTabOrder(last, stop)
                last = stop

    def _card(self, number: int, proposal: Proposal) -> QWidget:
        say = self.words
        card = QWidget()
        choice = QRadioButton(say("divide-plan-number", number=number + 1))
        self.group.addButton(choice, number)
        sketch = DivisionSketch(self.session.plan, proposal)
        sketch.chosen.connect(lambda: choice.setChecked(True))
        sketch.setAccessibleName(say("divide-plan-number", number=number + 1))
        self._sketches.append(sketch)
        figures = QFormLayout()
        figures.setHorizontalSpacing(12)
        figures.setVerticalSpacing(2)
        for key in FIGURES:
            value = plain_label()
            value.setText(figure_of(key, proposal))
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            figures.addRow(say(f"column-division-{key}"), value)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(choice)
        layout.addWidget(sketch, 1)
        layout.addLayout(figures)
        return card

    def _lines(self, proposal: Proposal) -> list[str]:
        """Return what stands in the way of the standard, and what could not be kept in one piece."""
        say, ground = self.words, proposal.ground
        name = Wording(self.session.plan, say.language).grid(self.village)
        limits: dict[str, Any] = {"name": name, "least": ground.least, "most": ground.most}
        lines = []
        if proposal.too_heavy:
            heavy = proposal.too_heavy
            blocks = [say("divide-too-heavy-block", place=place, households=homes) for place, homes in heavy]
            lines.append(say("divide-too-heavy", blocks=blocks, **limits))
        if len(proposal.outside):
            unavoidable = int(proposal.unavoidable.sum())
            lines.append(say("divide-outside", count=len(proposal.outside), unavoidable=unavoidable, **limits))
        if proposal.cut_estates:
            lines.append(say("divide-cut-estates", name=name, names=list(proposal.cut_estates)))
        if len(ground.locked):
            lines.append(say("divide-locked", count=len(ground.locked)))
        return lines or [say("divide-all-well")]

    def _chosen(self, number: int, checked: bool) -> None:
        if checked and number < len(self.proposals):
            for at, sketch in enumerate(self._sketches):
                sketch.choose(at == number)
            self.note.setText(as_it_reads("\n".join(self._lines(self.proposals[number]))))

    @property
    def proposal(self) -> Proposal | None:
        """The plan that is chosen."""
        number = self.group.checkedId()
        return self.proposals[number] if 0 <= number < len(self.proposals) else None

    # ---- doing -------------------------------------------------------------------------------------------------------

    def _to_draft(self) -> None:
        proposal = self.proposal
        if proposal is None or self._keep_as_draft is None:
            return
        name = self.session.plan.value(self.village, "name")
        title = self.words("divide-draft-title", name=name)
        self._let_go()
        self._keep_as_draft(title, proposal.edit)
        self.accept()

    def _carry_out(self) -> None:
        proposal = self.proposal
        if proposal is None:
            return
        self.session.plan_changed.disconnect(self.reject)

        def refused() -> None:
            self.session.plan_changed.connect(self.reject)

        perform(self.session, self.words, self, proposal.edit, self.accept, refused)

    def _let_go(self) -> None:
        self.session.plan_changed.disconnect(self.reject)

    def done(self, result: int) -> None:
        """Give up what is being worked out, and close."""
        self._soon.stop()
        self._stop()
        super().done(result)


def _proposed(plan: Plan, ground: Ground, job: Job) -> list[Proposal]:
    """Return plans; the job's progress follows, and it stops when the job is cancelled."""
    done = np.zeros(1)

    def go_on(share: float) -> bool:
        done[0] = max(done[0], min(0.95, done[0] + 0.02)) if share < 1 else done[0]
        job.step(float(done[0]))
        return True

    return propose(plan, ground, PLANS, go_on=go_on)


def figure_of(key: str, proposal: Proposal) -> str:
    """Return one of the figures of a plan (see :data:`FIGURES`) as it is shown."""
    more = len(proposal.shapes) - len(proposal.ground.grids)
    values: dict[str, Any] = {
        "grids": f"{len(proposal.shapes):,}" + (f" ({more:+d})" if more else ""),
        "households": f"{proposal.households.min():,.0f}–{proposal.households.max():,.0f}",
        "outside": f"{len(proposal.outside):,}",
        "compactness": f"{proposal.compactness.mean():.2f}",
        "border": f"{proposal.border:,.0f}",
        "on-lines": f"{proposal.on_lines:.0%}" if proposal.new_border else "–",
        "moved": f"{proposal.moved:,.0f}",
    }
    return str(values[key])
