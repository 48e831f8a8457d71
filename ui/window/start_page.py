"""What the window shows before a project is open: what was open last, and what to do first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ui.look.appearance import LIGHT, Appearance, icon
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.session.glance import Glance, Seen
from ui.session.recent_pictures import HEIGHT_PX, WIDTH_PX, RecentPictures
from ui.session.settings import Settings

_WIDTH = 560
_GONE: Final = Qt.ItemDataRole.UserRole + 1
"""Whether the file of a project is not there."""


class StartPage(QWidget):
    """Recent projects, "new project", "open a project", "open the sample city", and where files may be dropped."""

    project_chosen = Signal(str)
    new_wanted = Signal()
    guide_wanted = Signal()
    browse_wanted = Signal()
    sample_wanted = Signal()
    samples_wanted = Signal()
    tour_wanted = Signal()
    tour_refused = Signal()

    def __init__(
        self, settings: Settings, pictures: RecentPictures, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings, self._pictures = settings, pictures
        self._words = words
        self._appearance = LIGHT
        self._lacks_pictures = False
        """Whether pictures are to be shown as soon as somebody sees the page."""
        self._glance = Glance(self)
        self._glance.seen.connect(self._take)
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
        self._list = self._made_list()

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
        layout.addLayout(self._made_links())
        layout.addSpacing(12)
        layout.addWidget(self._heading)
        layout.addWidget(self._empty)
        layout.addWidget(self._list, 12)
        layout.addStretch(1)
        outer = QHBoxLayout(self)
        outer.addStretch()
        outer.addWidget(column)
        outer.addStretch()
        words.changed.connect(self.set_texts)
        self.set_texts()

    def _made_links(self) -> QHBoxLayout:
        """Return what leads on besides the buttons: the guide, and the samples of other schemes."""
        self._guide, self._samples = QPushButton(), QPushButton()
        links = QHBoxLayout()
        links.setSpacing(24)
        for link, wanted in ((self._guide, self.guide_wanted), (self._samples, self.samples_wanted)):
            link.setProperty("role", "link")
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(wanted)
            links.addWidget(link)
        links.addStretch()
        return links

    def _made_list(self) -> QListWidget:
        """Return the list of recent projects: a click opens one, Delete takes it off."""
        listed = QListWidget()
        self._pictures.made.connect(self._show_pictures)
        listed.setObjectName("recent")
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setIconSize(QSize(WIDTH_PX, HEIGHT_PX))
        listed.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._remove = QAction(listed)
        self._remove.setShortcut(QKeySequence.StandardKey.Delete)
        self._remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._remove.triggered.connect(self._take_off)
        listed.addAction(self._remove)
        listed.itemActivated.connect(lambda item: self.project_chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        listed.itemClicked.connect(lambda item: self.project_chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        return listed

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

    def showEvent(self, event: QShowEvent) -> None:
        """Read the pictures that nobody could see until now."""
        super().showEvent(event)
        if self._lacks_pictures:
            self._show_pictures()

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
        self._samples.setText(say("action-samples"))
        self._sample.setText(say("action-open-sample"))
        self._heading.setText(say("start-recent"))
        self._list.setAccessibleName(say("start-recent"))
        self._remove.setText(say("start-remove"))
        self._empty.setText(say("start-empty"))
        self.refresh()

    def wear(self, appearance: Appearance) -> None:
        """Stand in for what is missing by a sign that is seen on light or on dark."""
        self._appearance = appearance
        self._show_pictures()

    def refresh(self) -> None:
        """List the recent projects anew; whether they are still there is seen a little later."""
        recent = self._settings.recent
        self._list.clear()
        for path in recent:
            item = QListWidgetItem(f"{path.name}\n{_folder(path)}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(as_it_reads(str(path)))
            self._list.addItem(item)
        self._list.setVisible(bool(recent))
        self._empty.setVisible(not recent)
        self._show_pictures()
        self._glance.look(recent)

    def _items(self) -> Iterator[tuple[Path, QListWidgetItem]]:
        for row in range(self._list.count()):
            item = self._list.item(row)
            yield Path(item.data(Qt.ItemDataRole.UserRole)), item

    def _show_pictures(self) -> None:
        """Put beside each project the picture of its ground, or a sign for one that nobody has drawn.

        Below an open project nobody sees them; they are read once the page is shown.
        """
        self._lacks_pictures = not self.isVisible()
        if self._lacks_pictures:
            return
        for path, item in self._items():
            self._show_picture(path, item)

    def _show_picture(self, path: Path, item: QListWidgetItem) -> None:
        is_gone = bool(item.data(_GONE))
        picture = QPixmap() if is_gone else QPixmap(str(self._pictures.of(path)))
        if picture.isNull():
            sign = icon("file-question-outline" if is_gone else "map-outline", self._appearance)
            picture = sign.pixmap(QSize(WIDTH_PX, HEIGHT_PX), QIcon.Mode.Disabled)
        else:
            picture.setDevicePixelRatio(picture.width() / WIDTH_PX)
        item.setIcon(QIcon(picture))

    def _take(self, found: dict[Path, Seen | None]) -> None:
        """Show which projects are not there, and of the others when they were changed last."""
        say = self._words
        for path, item in self._items():
            if path not in found:
                continue
            seen = found[path]
            was_gone = bool(item.data(_GONE))
            item.setData(_GONE, seen is None)
            if seen is None:
                told = say("start-gone")
            else:
                when = dt.datetime.fromtimestamp(seen.changed_ns / 1e9)
                told = say("start-changed", when=f"{when:%Y-%m-%d %H:%M}")
            item.setText(f"{path.name}\n{_folder(path)}\n{told}")
            if seen is None:
                item.setForeground(QColor(self._appearance.muted))
            if was_gone != (seen is None) and not self._lacks_pictures:
                self._show_picture(path, item)

    def _take_off(self) -> None:
        """Take the chosen project off the list; its file stays."""
        item = self._list.currentItem()
        if item is not None:
            self._settings.forget_recent(Path(item.data(Qt.ItemDataRole.UserRole)))
            self.refresh()


def _folder(path: Path) -> str:
    """Return the folder of a file, with ~ for the home folder."""
    try:
        return "~/" + path.parent.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(path.parent)
