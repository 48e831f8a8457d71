"""Which sample to open: the schemes that ship, what each is for, and what its sample makes up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.scheme import load_scheme
from sample_data.schemes import WITH_SAMPLE
from sample_data.schemes.made import about_sample
from ui.look.plain import plain_label
from ui.look.words import Words

SIZES: Final = ("city", "town")
"""The whole of what was published first; a province is for measuring and nothing to look at."""

_LIST_PX: Final = 330
_LEAST_PX: Final = 290
"""High enough for all of the list, and for the longest text beside it."""

_TEXT_PX: Final = 400


class SamplesDialog(QDialog):
    """Lets one choose a sample and its size; :attr:`chosen` says which, and nothing is made here.

    Attributes
    ----------
    list : QListWidget
        The schemes with a sample.
    how_large : QComboBox
        One of :data:`SIZES`.
    """

    chosen = Signal(str, str)
    """Key of the scheme, and size."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words = words
        self.list, self.how_large = QListWidget(), QComboBox()
        self.list.setObjectName("choices")
        self.list.setSpacing(2)
        self.list.setFixedWidth(_LIST_PX)
        self.list.setMinimumHeight(_LEAST_PX)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _ in WITH_SAMPLE:
            self.list.addItem(QListWidgetItem())
        for size in SIZES:
            self.how_large.addItem("", size)
        self.purpose, self.about, self._size = (plain_label() for _ in range(3))
        self.purpose.setProperty("role", "heading")
        self.about.setProperty("role", "muted")
        for label in (self.purpose, self.about):
            label.setWordWrap(True)
            label.setFixedWidth(_TEXT_PX)
        self._size.setBuddy(self.how_large)
        self.do, self.leave = QPushButton(), QPushButton()
        self.do.setDefault(True)
        self.leave.setAutoDefault(False)
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _: self._show())
        self.list.itemActivated.connect(lambda _: self.accept())
        self.do.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        words.changed.connect(self.set_texts)
        self.list.setCurrentRow(0)
        self.set_texts()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self._size, self.how_large)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.purpose)
        right.addWidget(self.about)
        right.addStretch()
        right.addLayout(form)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list)
        both.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(both)
        layout.addLayout(buttons)

    @property
    def scheme(self) -> str:
        """Key of the scheme that is chosen."""
        return WITH_SAMPLE[max(self.list.currentRow(), 0)]

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.setWindowTitle(say("samples-title"))
        self.list.setAccessibleName(say("samples-title"))
        for row, key in enumerate(WITH_SAMPLE):
            self.list.item(row).setText(say.name(load_scheme(key).name))
        self._size.setText(say("samples-size"))
        for row, size in enumerate(SIZES):
            self.how_large.setItemText(row, say(f"samples-size-{size}"))
        self.do.setText(say("samples-open"))
        self.leave.setText(say("window-cancel"))
        self._show()

    def _show(self) -> None:
        """Say what the chosen scheme is for, and what its sample makes up."""
        about = about_sample(self.scheme)
        self.purpose.setText(self.words(f"scheme-is-{self.scheme}"))
        self.about.setText(about.get(self.words.language, about["en"]))

    def accept(self) -> None:
        """Tell which sample is wanted."""
        scheme, size = self.scheme, str(self.how_large.currentData())
        super().accept()
        self.chosen.emit(scheme, size)
