"""What every wizard is: steps in a row, slow work with progress and cancel, and nothing stored before its end.

A wizard is shown with ``open()``. Esc and the button beside it give up slow work that goes on, and leave the wizard
where none does. Enter goes on. What goes wrong is told inside the wizard, at the step where it can be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.errors import GridMapError
from ui.look.crash_log import write_crash_log
from ui.look.plain import plain_label
from ui.look.progress_bar import ProgressBar
from ui.look.words import Words
from ui.session.background import Background
from ui.session.jobs import Job
from ui.wizards.steps_bar import StepsBar

SIZE: Final = QSize(1180, 700)
"""As large as there is something to see; never larger than the window that it stands over."""
LEAST: Final = QSize(760, 500)
_MARGIN: Final = QSize(24, 48)
"""What stays free of the window below: a wizard has a title bar of its own."""


class Step(QWidget):
    """One step of a wizard; its name in the bar is ``wizard-step-KEY``, what it asks ``wizard-ask-KEY``.

    Signals
    -------
    changed : ()
        Whether one may go on, or what stands in the way, may be otherwise now.
    """

    changed = Signal()
    key: str = ""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard.pages)  # where it stays: what is put elsewhere is dressed again, with all that it holds
        self.hide()
        self.wizard = wizard
        self.words = wizard.words
        self.first: QWidget | None = None
        """Where the keys go when the step is shown."""

    def set_texts(self) -> None:
        """Set every text in the present language."""

    def enter(self) -> None:
        """Show what is known by now; called whenever the step is shown, forwards and backwards."""

    def stands_in_the_way(self) -> str:
        """Return what is still missing, as a sentence, or nothing if one may go on."""
        return ""

    def forward(self, go: Callable[[], None]) -> None:
        """Do what has to be done before the next step, and go there; here nothing has to."""
        go()

    def next_words(self) -> str:
        """Return what the button says that goes on, nothing for the usual word."""
        return ""

    def asks(self) -> str:
        """Return what the step asks, or tells."""
        return self.words(f"wizard-ask-{self.key}")


StepT = TypeVar("StepT", bound=Step)


class Coming(Generic[StepT]):
    """A step that is made when it is first asked for: two hundred widgets take their time, and some are never seen.

    Parameters
    ----------
    wizard : Wizard
    kind : type of Step
    told : any
        What the step is made with, after its wizard.
    """

    def __init__(self, wizard: Wizard, kind: type[StepT], *told: Any) -> None:
        self._wizard, self._kind, self._told = wizard, kind, told
        self.key = kind.key
        self._step: StepT | None = None

    @property
    def is_made(self) -> bool:
        """Whether the step is there."""
        return self._step is not None

    @property
    def step(self) -> StepT:
        """The step."""
        if self._step is None:
            self._step = self._kind(self._wizard, *self._told)
            self._wizard.take_in(self)
        return self._step


class Wizard(QDialog):
    """Steps with a bar that shows where one is; subclasses give them with :meth:`set_steps` and say :meth:`finish`.

    Parameters
    ----------
    words : Words
    parent : QWidget, optional
        What it stands over, and is never larger than.

    Attributes
    ----------
    background : Background
        Its own: what goes on here is shown here, and ends with the wizard.
    back, go, leave : QPushButton
    told : QLabel
        What stands in the way, or went wrong.
    bar : ProgressBar
    """

    title_key: str = ""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.words = words
        self.background = Background(self)
        self.background.failed.connect(self.complain)
        self._row: tuple[Coming[Any], ...] = ()
        self._at = 0
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._make_next)
        self._job: Job | None = None
        self._complaint = ""
        self._has_left = False
        self.steps_bar = StepsBar()
        self.asked, self.told, self.doing = plain_label(), plain_label(), plain_label()
        self.asked.setWordWrap(True)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "complaint")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.doing.setProperty("role", "muted")
        self.bar = ProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.pages = QStackedWidget()
        self.leave, self.back, self.go = QPushButton(), QPushButton(), QPushButton()
        for button in (self.leave, self.back):
            button.setAutoDefault(False)
        self.go.setDefault(True)
        self.leave.clicked.connect(self.reject)
        self.back.clicked.connect(self.go_back)
        self.go.clicked.connect(self.go_on)
        self._lay_out()
        self.setMinimumSize(LEAST)
        self.resize(self._fitting(parent))

    def _lay_out(self) -> None:
        self._told_area = QScrollArea()  # a long complaint must not push the buttons out of the window
        self._told_area.setWidgetResizable(True)
        self._told_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._told_area.setWidget(self.told)
        self._told_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._told_area.hide()
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.doing)
        below.addWidget(self.bar)
        below.addStretch(1)
        for button in (self.leave, self.back, self.go):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.steps_bar)
        layout.addWidget(self.asked)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self._told_area)
        layout.addLayout(below)

    @staticmethod
    def _fitting(parent: QWidget | None) -> QSize:
        """Return the size that fits over a window and on its screen, whatever the window's own least size is."""
        if parent is None:
            return SIZE
        room = (parent.window().size() - _MARGIN).boundedTo(parent.screen().availableSize() - _MARGIN)
        return SIZE.boundedTo(room).expandedTo(LEAST)

    # ---- steps -------------------------------------------------------------------------------------------------------

    def begin(self, steps: Sequence[Coming[Any]]) -> None:
        """Take the steps, set all texts, now and after each change of language, and show the first step."""
        self.set_steps(steps)
        self.words.changed.connect(self.set_texts)
        self.show_step(0)
        self.set_texts()

    def set_steps(self, steps: Sequence[Coming[Any]]) -> None:
        """Take other steps; all of them stay as they are, also those that are not asked for at present.

        Those that are not there yet are made in turns of their own while the user looks at the first.
        """
        before, self._row = self._row, tuple(steps)
        for coming in before:
            if coming not in self._row and coming.is_made:
                step = coming.step
                self.pages.removeWidget(step)
                step.changed.disconnect(self.show_state)
                step.setParent(self)
                step.hide()
        for coming in self._row:
            if coming not in before and coming.is_made:
                self.take_in(coming)
        self._ahead.start()
        self._show_bar()

    def take_in(self, coming: Coming[Any]) -> None:
        """Give a step that was made its page, if it is one of those that are asked for."""
        if coming in self._row:
            step = coming.step
            self.pages.addWidget(step)
            step.changed.connect(self.show_state)
            step.set_texts()

    def _make_next(self) -> None:
        """Make one of the steps to come; another turn makes the next one."""
        missing = [] if self._has_left else [coming for coming in self._row if not coming.is_made]
        if missing:
            _ = missing[0].step
        if len(missing) < 2:
            self._ahead.stop()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps; those that are not there yet are made."""
        return tuple(coming.step for coming in self._row)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        step: Step = self._row[self._at].step
        return step

    @property
    def has_begun(self) -> bool:
        """Whether the wizard has steps."""
        return bool(self._row)

    @property
    def at(self) -> int:
        """Which step is shown, from 0."""
        return self._at

    @property
    def is_last(self) -> bool:
        """Whether the step that is shown is the last one."""
        return self._at == len(self._row) - 1

    def show_step(self, at: int) -> None:
        """Show a step."""
        self._at = at
        self._complaint = ""
        self.pages.setCurrentWidget(self.step)
        self.step.enter()
        self._show_bar()
        self.show_state()
        if self.step.first is not None:
            self.step.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Go to the next step, or finish after the last one."""
        if self.is_working or self.step.stands_in_the_way():
            return
        self._complaint = ""
        self.show_state()
        here = self.step

        def forward() -> None:
            if self.step is here:
                self.finish() if self.is_last else self.show_step(self._at + 1)

        here.forward(forward)

    def go_back(self) -> None:
        """Go to the step before."""
        if not self.is_working and self._at:
            self.show_step(self._at - 1)

    def finish(self) -> None:
        """Store what was prepared, and close; subclasses say how."""
        self.accept()

    # ---- slow work ---------------------------------------------------------------------------------------------------

    @property
    def is_working(self) -> bool:
        """Whether slow work goes on that the wizard waits for."""
        return self._job is not None

    def work(self, key: str, work: Callable[[Job], Any], then: Callable[[Any], None], *, apart: bool = False) -> None:
        """Do slow work in the background; meanwhile nothing can be changed, and Esc gives it up.

        Parameters
        ----------
        key : str
            What goes on: a sentence of ``ui/words/sentences``.
        work : callable
            Called with the job in another thread; it touches no widget and calls :meth:`ui.session.jobs.Job.step`.
        then : callable
            Called with the result in this thread, unless the work was given up or failed; that is told.
        apart : bool
            Whether it stores nothing and knows nothing but files and a plan, nor any step: who leaves does not wait.
        """

        def watch(job: Job) -> None:
            self._job = job
            job.progressed.connect(self._show_share)
            job.ended.connect(lambda: self._worked(job))

        def take(result: Any) -> None:
            self._worked(self._job)  # so that the next step gets the keys
            then(result)

        self.doing.setText(self.words(key))
        self.bar.setRange(0, 0)
        self.pages.setEnabled(False)
        self.background.start(key, work, take, watch, apart=apart)
        self.show_state()
        self.leave.setFocus()

    def _worked(self, job: Job | None) -> None:
        """Let everything be changed again after a job; of one that was over before, nothing more is heard."""
        if job is not None and job is self._job and not self._has_left:
            self._job = None
            self.pages.setEnabled(True)
            self.show_state()

    def _show_share(self, share: float) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * share))

    def complain(self, error: Exception) -> None:
        """Tell what went wrong, at the step where it did; never a traceback."""
        if isinstance(error, GridMapError):
            self._complaint = self.words.of(error)
        else:
            self._complaint = self.words("cli-crash", log=write_crash_log(error))
        self.show_state()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self.setWindowTitle(self.words(self.title_key))
        self.back.setText(self.words("wizard-back"))
        for coming in self._row:
            if coming.is_made:
                coming.step.set_texts()
        self._show_bar()
        self.show_state()

    def _show_bar(self) -> None:
        if self._row:
            self.steps_bar.show_steps([self.words(f"wizard-step-{coming.key}") for coming in self._row], self._at)

    def show_state(self) -> None:
        """Show what can be done now, and what stands in the way."""
        if not self._row:
            return
        working, lacking = self.is_working, self.step.stands_in_the_way()
        usual = self.words("wizard-finish" if self.is_last else "wizard-next")
        self.asked.setText(self.step.asks())
        self.go.setText(self.step.next_words() or usual)
        self.go.setEnabled(not working and not lacking)
        self.back.setEnabled(not working and self._at > 0)
        stops = self._job is not None and self._job.is_cancelled
        self.leave.setText(self.words("wizard-stop" if working else "window-cancel"))
        self.leave.setEnabled(not stops)
        if stops:
            self.doing.setText(self.words("wizard-stopping"))
        self.bar.setVisible(working)
        self.doing.setVisible(working)
        told = "" if working else self._complaint or lacking
        self.told.setText(told)
        self.told.setProperty("role", "complaint" if self._complaint else "muted")
        self.told.style().polish(self.told)
        self._told_area.setVisible(bool(told))
        self._fit_told()

    def _fit_told(self) -> None:
        """Give what is told the height that it needs, up to a fifth of the wizard."""
        if self.told.text():
            needed = self.told.heightForWidth(max(self.width() - 48, 200)) + 4
            self._told_area.setFixedHeight(min(max(needed, 22), max(self.height() // 5, 44)))

    def event(self, event: QEvent) -> bool:
        """Keep what is told at the height that it needs."""
        if event.type() == QEvent.Type.Resize and self._row:
            self._fit_told()
        return super().event(event)

    # ---- leaving -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Give up the work that goes on, or leave; nothing was stored."""
        if self._job is not None:
            self._job.cancel()
            self.show_state()
            return
        super().reject()

    def let_go(self) -> None:
        """Stop whatever else goes on, and take away what was stored and is not shown; called once, on leaving."""

    def done(self, result: int) -> None:
        """Leave: whatever goes on is given up, and what stores is waited for."""
        self._leave()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave, also while something goes on."""
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._job = None
        self.background.end()
        if not self._has_left:
            self._has_left = True
            self.let_go()
