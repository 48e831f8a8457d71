"""A bar over the window while something goes on that nothing else may change meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from ui.look.plain import plain_label
from ui.session.jobs import Job


class Waiting(QDialog):
    """A bar over a window that must not be used meanwhile; it goes when the work has ended and not before.

    Parameters
    ----------
    text : str
        What goes on.
    window : QWidget
    """

    def __init__(self, text: str, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(text)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        label = plain_label()
        label.setText(text)
        layout.addWidget(label)
        layout.addWidget(self._bar)

    def follow(self, job: Job) -> None:
        """Come, and go when a job ends; to be handed to :meth:`ui.session.background.Background.start`."""
        job.progressed.connect(self.step)
        job.ended.connect(self.end)
        self.open()

    def step(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * share))

    def reject(self) -> None:
        """Stay: what has begun is finished."""

    def end(self) -> None:
        """Go."""
        super().reject()
