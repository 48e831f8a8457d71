"""The bottom of the window: what goes on in the background, how many findings there are, where the pointer is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QStyle, QStyleOption, QToolButton, QWidget

from ui.look.appearance import Appearance
from ui.look.painting import ended
from ui.look.plain import as_it_reads, plain_label
from ui.look.progress_bar import ProgressBar
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.session import Session

_MARGIN_PX: Final = 6
_UNSEEN: Final = frozenset({"job-offers", "job-preview", "job-proposing", "job-wording"})
"""Work that is quick, or shown elsewhere."""
_QUICK: Final = frozenset({"job-checking", "job-comparing", "job-figures", "job-legends"})
"""Work that comes after every edit or step, and is mostly done before anybody looks."""
_PLACE_PX: Final = 320
_PATIENCE_MS: Final = 800
"""After so long such work is shown too: a large project takes its time."""


class ToldBar(QStatusBar):
    """A status bar whose passing words end in dots where they have too little room; all of them are in its tip.

    The window is never as wide as its status bar would like to be.

    Signals
    -------
    resized : ()
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizeGripEnabled(False)
        self.messageChanged.connect(lambda text: self.setToolTip(as_it_reads(text)))

    def shown_text(self) -> str:
        """Return as much of the passing words as there is room for beside what always stands there."""
        return self.fontMetrics().elidedText(self.currentMessage(), Qt.TextElideMode.ElideRight, self._room())

    def _room(self) -> int:
        beside = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return min([self.width(), *(one.x() for one in beside if one.isVisible())]) - 2 * _MARGIN_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is more room, or less."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words in passing, if there are any."""
        if not self.currentMessage():
            super().paintEvent(event)
            return
        option = QStyleOption()
        with ended(QPainter(self)) as painter:
            option.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelStatusBar, option, painter, self)
            painter.setPen(self.palette().windowText().color())
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(_MARGIN_PX, 0, self._room(), self.height()), side, self.shown_text())


class Status(QObject):
    """Fills the status bar of the window.

    Parameters
    ----------
    bar : ToldBar
    session : Session
    words : Words
    appearance : Appearance
        At first; see :meth:`wear`.
    degrees : callable
        Turns a place of the plan into longitude and latitude.
    """

    def __init__(
        self,
        bar: ToldBar,
        session: Session,
        words: Words,
        appearance: Appearance,
        degrees: Callable[[float, float], tuple[float, float]],
    ) -> None:
        super().__init__(bar)
        self._session, self._words, self._appearance, self._degrees = session, words, appearance, degrees
        self._label, self._progress, self._stop = plain_label(), ProgressBar(), QToolButton()
        self._progress.setFixedWidth(160)
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._going: list[Job] = []
        """What goes on and is shown; of several, one that may be stopped is seen."""
        self._waiting: list[Job] = []
        self._shares: dict[Job, float] = {}
        self._stop.clicked.connect(self._stop_job)
        self.counts = plain_label()
        self.counts.setTextFormat(Qt.TextFormat.RichText)  # dots in colours, and numbers
        self._place = plain_label()
        self._place.setMinimumWidth(_PLACE_PX)
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._label, self._progress, self._stop):
            bar.addWidget(widget)
            widget.hide()
        self._bar = bar
        bar.resized.connect(self._make_room)
        bar.addPermanentWidget(self.counts)
        bar.addPermanentWidget(self._place)
        session.working.connect(self._show_job)
        session.findings_changed.connect(self.show_counts)
        session.checking.changed.connect(self.show_counts)
        session.closed.connect(self._forget)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        self._stop.setText(self._words("job-stop"))
        self.show_counts()

    def wear(self, appearance: Appearance) -> None:
        """Paint the dots in the colours of an appearance."""
        self._appearance = appearance
        self.show_counts()

    def show_counts(self) -> None:
        """Show how many findings there are, or that they are being looked for."""
        findings, say, look = self._session.findings, self._words, self._appearance
        if self._session.project is None:
            self.counts.setText("")
        elif findings is None:
            self.counts.setText(say("window-checking" if self._session.checking.is_going else "window-not-checked"))
        else:
            counts = findings.by_severity
            said = say("window-counts", errors=counts["error"], warnings=counts["warning"], notices=counts["notice"])
            parts = zip((look.error, look.warning, look.notice), said.split(" · "), strict=True)
            self.counts.setText(" &nbsp; ".join(f"<font color='{dot}'>●</font> {part}" for dot, part in parts))

    def _forget(self) -> None:
        """Say nothing of a project that is closed."""
        self._place.setText("")
        self.show_counts()

    def show_place(self, x: float, y: float) -> None:
        """Show a place of the plan, in its own coordinates and in degrees."""
        longitude, latitude = self._degrees(x, y)
        self._place.setText(f"E {x:,.1f}  N {y:,.1f}   {longitude:.5f}°  {latitude:.5f}°")

    # ---- what goes on ------------------------------------------------------------------------------------------------

    def _show_job(self, job: Job) -> None:
        key = job.objectName()
        if key in _UNSEEN:
            return
        job.progressed.connect(lambda share: self._show_progress(job, share))
        job.ended.connect(lambda: self._hide_job(job))
        if key not in _QUICK:
            self._going.append(job)
            self._show()
            return
        self._waiting.append(job)
        QTimer.singleShot(_PATIENCE_MS, self, lambda: self._show_late(job))

    def _show_late(self, job: Job) -> None:
        """Show work that is mostly quick, once it turns out not to be."""
        if job in self._waiting:
            self._waiting.remove(job)
            self._going.insert(0, job)
            self._show()

    @property
    def _job(self) -> Job | None:
        """What is seen."""
        return max(reversed(self._going), key=lambda job: job.is_stoppable, default=None)

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._show()

    def _show_progress(self, job: Job, share: float) -> None:
        self._shares[job] = share
        if job is self._job:
            self._show()

    def _hide_job(self, job: Job) -> None:
        self._shares.pop(job, None)
        if job in self._waiting:  # quick work that was never seen
            self._waiting.remove(job)
        elif job in self._going:
            self._going.remove(job)
            self._show()

    def _show(self) -> None:
        """Show what goes on, how much of it is done, and whether it can be stopped."""
        job = self._job
        for widget in (self._label, self._progress):
            widget.setVisible(job is not None)
        self._stop.setVisible(job is not None and job.is_stoppable)
        if job is None:
            self._make_room()
            return
        share, words = self._shares.get(job), self._words(job.objectName())
        self._label.setText(words if share is None else f"{words}  {share:.0%}")
        self._progress.setRange(0, 0 if share is None else 1000)
        self._progress.setValue(round((share or 0) * 1000))
        self._progress.setAccessibleName(words)
        self._stop.setEnabled(not job.is_cancelled)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out the place of the pointer where what goes on and the findings take all the room there is."""
        shown = (widget for widget in (self._label, self._progress, self._stop, self.counts) if not widget.isHidden())
        taken = sum(widget.sizeHint().width() + 2 * _MARGIN_PX for widget in shown)
        self._place.setVisible(self._bar.width() - taken >= _PLACE_PX)
