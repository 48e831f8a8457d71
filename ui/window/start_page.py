"""What the window shows before a project is open: what was open last, and what to do first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.session.settings import Settings

_WIDTH = 560


class StartPage(QWidget):
    """Recent projects, "new project", "open a project", "open the sample city", and where files may be dropped."""

    project_chosen = Signal(str)
    new_wanted = Signal()
    guide_wanted = Signal()
    browse_wanted = Signal()
    sample_wanted = Signal()
    tour_wanted = Signal()
    tour_refused = Signal()

    def __init__(self, settings: Settings, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._words = words
        self._title, self._subtitle, self._heading, self._empty = (plain_label() for _ in range(4))
        self._title.setProperty("role", "title")
        for label in (self._subtitle, self._empty):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        self._heading.setProperty("role", "heading")
        self._new, self._open, self._sample = QPushButton(), QPushButton(), QPushButton()
        self._new.setDefault(True)
        self._new.clicked.connect(self.new_wanted)
        self._open.clicked.connect(self.browse_wanted)
        self._sample.clicked.connect(self.sample_wanted)
        self._drop = plain_label()
        self._drop.setProperty("role", "drop")
        self._drop.setWordWrap(True)
        self._drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._guide = QPushButton()
        self._guide.setProperty("role", "link")
        self._guide.setCursor(Qt.CursorShape.PointingHandCursor)
        self._guide.clicked.connect(self.guide_wanted)
        self._list = QListWidget()
        self._list.setObjectName("recent")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(lambda item: self.project_chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        for signal in (self._list.itemClicked, self._list.itemActivated):  # a click, or Enter
            signal.connect(lambda item: self.project_chosen.emit(item.data(Qt.ItemDataRole.UserRole)))

        self._make_offer()
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._new, self._open, self._sample):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(column)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self._title)
        layout.addWidget(self._subtitle)
        layout.addSpacing(16)
        layout.addLayout(buttons)
        layout.addSpacing(8)
        layout.addWidget(self.offer)
        layout.addWidget(self._drop)
        layout.addWidget(self._guide, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(12)
        layout.addWidget(self._heading)
        layout.addWidget(self._empty)
        layout.addWidget(self._list, 3)
        layout.addStretch(1)
        outer = QHBoxLayout(self)
        outer.addStretch()
        outer.addWidget(column)
        outer.addStretch()
        words.changed.connect(self.set_texts)
        self.set_texts()

    def _make_offer(self) -> None:
        """Make the strip that offers the tour at the first start."""
        self.offer = QFrame()
        self.offer.setProperty("role", "question")
        self._offer_text, self.lead, self.later = plain_label(), QPushButton(), QPushButton()
        self._offer_text.setWordWrap(True)
        self.lead.setProperty("role", "answer")
        self.lead.clicked.connect(lambda: self._answer(self.tour_wanted))
        self.later.clicked.connect(lambda: self._answer(self.tour_refused))
        row = QHBoxLayout(self.offer)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self._offer_text, 1)
        row.addWidget(self.lead)
        row.addWidget(self.later)
        self.offer.hide()

    def offer_tour(self, offered: bool) -> None:
        """Offer the tour, or do not."""
        self.offer.setVisible(offered)

    def _answer(self, answer: SignalInstance) -> None:
        self.offer.hide()
        answer.emit()

    def set_texts(self) -> None:
        """Set every text in the present language, and list the recent projects."""
        say = self._words
        self._offer_text.setText(say("tour-offer"))
        self.lead.setText(say("tour-begin"))
        self.later.setText(say("tour-not-now"))
        self._title.setText("GridMap")
        self._subtitle.setText(say("start-subtitle"))
        self._new.setText(say("action-new-project"))
        self._open.setText(say("action-open"))
        self._drop.setText(say("start-drop"))
        self._guide.setText(say("action-first-map"))
        self._sample.setText(say("action-open-sample"))
        self._heading.setText(say("start-recent"))
        self._list.setAccessibleName(say("start-recent"))
        self._empty.setText(say("start-empty"))
        self.refresh()

    def refresh(self) -> None:
        """List the recent projects anew."""
        recent = self._settings.recent
        self._list.clear()
        for path in recent:
            item = QListWidgetItem(f"{path.name}\n{_folder(path)}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(as_it_reads(str(path)))
            self._list.addItem(item)
        self._list.setVisible(bool(recent))
        self._empty.setVisible(not recent)


def _folder(path: Path) -> str:
    """Return the folder of a file, with ~ for the home folder."""
    try:
        return "~/" + path.parent.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(path.parent)
