"""A bar over the window while something goes on that nothing else may change meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.look.plain import plain_label
from ui.look.progress_bar import ProgressBar
from ui.session.jobs import Job


class Waiting(QDialog):
    """A bar over a window that must not be used meanwhile; it goes when the work has ended and not before.

    Parameters
    ----------
    text : str
        What goes on.
    window : QWidget
    stop : str
        What the button says that gives the work up, as Esc does then; there is none for work that must be finished.
    """

    def __init__(self, text: str, window: QWidget, stop: str = "") -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(text)
        self._job: Job | None = None
        self._bar = ProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        label = plain_label()
        label.setText(text)
        layout.addWidget(label)
        layout.addWidget(self._bar)
        self.stop = QPushButton(stop)
        if stop:
            self.stop.clicked.connect(self.reject)
            below = QHBoxLayout()
            below.addStretch(1)
            below.addWidget(self.stop)
            layout.addLayout(below)
        else:
            self.stop.setParent(self)
            self.stop.hide()

    def follow(self, job: Job) -> None:
        """Come, and go when a job ends; to be handed to :meth:`ui.session.background.Background.start`."""
        self._job = job
        job.progressed.connect(self.step)
        job.ended.connect(self.end)
        self.open()

    def step(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * share))

    def reject(self) -> None:
        """Ask the work to stop; what must be finished goes on, and the bar stays until the work has ended."""
        if self.stop.text() and self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)

    def end(self) -> None:
        """Go."""
        super().reject()
