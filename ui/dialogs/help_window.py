"""Help: the chapters of the guide with a list of them, a search through all of them, and the ways back and forward."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QKeySequence,
    QPainter,
    QPalette,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gridmap.search.pinyin import plain
from ui.dialogs.chapters import CHAPTERS, Found, Section, find, sections_of
from ui.dialogs.reading import Pages, anchor_of, docs_folder, page_of
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.words.messages import has

_SIZE: Final = QSize(1080, 700)
_LEAST: Final = QSize(640, 420)
_LIST_PX: Final = 290
_MOST_HITS: Final = 60
_MOST_MARKS: Final = 400
"""Of a word that stands everywhere, a letter say, so many places are marked in a page."""
_ONLY: Final = Qt.ItemDataRole.UserRole
_BELOW: Final = Qt.ItemDataRole.UserRole + 1


def _called(beginning: Section, say: Words) -> str:
    """Return what a chapter is called in the list: its short name if it has one, else its title."""
    key = f"help-chapter-{beginning.chapter}"
    return say(key) if has(key) else beginning.title


@cache
def chapters_in(language: str) -> tuple[tuple[Section, ...], ...]:
    """Return the sections of every chapter there is, in a language or else in English."""
    pages = [(name, page_of(name, language)) for name in CHAPTERS]
    read = [tuple(sections_of(name, page)) for name, page in pages if page is not None]
    for section in (section for sections in read for section in sections):
        _ = section.plain  # before anything is looked for
    return tuple(sections for sections in read if sections)


class _Rows(QStyledItemDelegate):
    """Paints a chapter in one line, and a place that was found in two: where, and the words around it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """Return the height of a row."""
        below = index.data(_BELOW)  # type: ignore[attr-defined]
        height = option.fontMetrics.height()
        return QSize(0, 2 * height + 16 if below else height + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Paint a row."""
        title, below = index.data(), index.data(_BELOW)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.color(role.Highlight))
        ink = option.palette.color(role.HighlightedText if chosen else role.Text)
        inside = option.rect.adjusted(12, 5, -10, -5)
        metrics = option.fontMetrics
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // (2 if below else 1))
        flags, elided = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        painter.setPen(ink)
        painter.drawText(upper, flags, metrics.elidedText(title, elided, inside.width()))
        if below:
            painter.setPen(ink if chosen else option.palette.color(role.PlaceholderText))
            lower = upper.translated(QPoint(0, upper.height()))
            painter.drawText(lower, flags, metrics.elidedText(below, elided, inside.width()))
        painter.restore()


class HelpWindow(QDialog):
    """The guide in a window of its own; what it stands beside can be used meanwhile."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words
        self._looked_for: list[str] = []
        self._at = CHAPTERS[0]
        self.finder, self.list, self.pages = QLineEdit(), QListWidget(), Pages()
        self.note = plain_label()
        self.back, self.forward, self.leave = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.finder.textChanged.connect(self._look)
        self.finder.returnPressed.connect(self._go_on)
        self.list.currentItemChanged.connect(self._chosen)
        self.back.clicked.connect(self.pages.backward)
        self.forward.clicked.connect(self.pages.forward)
        self.pages.backwardAvailable.connect(self.back.setEnabled)
        self.pages.forwardAvailable.connect(self.forward.setEnabled)
        self.pages.sourceChanged.connect(self._page_changed)
        self.pages.outside_wanted.connect(self._ask_outside)
        self.pages.loaded_anew.connect(self._mark)
        self.leave.clicked.connect(self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self.pages.backward)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find_pressed)
        words.changed.connect(self._speak)
        self.set_texts()

    def _lay_out(self) -> None:
        self.finder.setClearButtonEnabled(True)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        for button in (self.back, self.forward):
            button.setAutoDefault(False)
            button.setEnabled(False)
        self.leave.setAutoDefault(False)
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        for widget in (self.finder, self.note, self.list):
            left.addWidget(widget)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(side)
        halves.addWidget(self.pages)
        halves.setStretchFactor(1, 1)
        halves.setSizes([_LIST_PX, _SIZE.width() - _LIST_PX])
        below = QHBoxLayout()
        for button in (self.back, self.forward):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(halves, 1)
        layout.addLayout(below)
        self.setMinimumSize(_LEAST)
        room = self.screen().availableGeometry().size() - QSize(60, 80)
        before = self.parentWidget()
        if before is not None and before.window().parentWidget() is None:  # not a dialog, which may be small
            room = before.window().size() - QSize(48, 48)
        self.resize(_SIZE.boundedTo(room).expandedTo(_LEAST))

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        self.setWindowTitle(say("reading-title"))
        self.finder.setPlaceholderText(say("help-window-find"))
        self.finder.setAccessibleName(say("help-window-find"))
        self.back.setText(say("reading-back"))
        self.forward.setText(say("help-window-forward"))
        self.leave.setText(say("window-close"))
        self.pages.setAccessibleName(say("help-window-page"))
        self.list.setAccessibleName(say("help-window-chapters"))
        self._look(self.finder.text())

    def _speak(self) -> None:
        """Show the chapter that is open in the language that is spoken now."""
        at = self._at
        self.set_texts()
        self.show_chapter(at)

    # ---- going -------------------------------------------------------------------------------------------------------

    @property
    def chapter(self) -> str:
        """The chapter that is open, one of :data:`ui.dialogs.chapters.CHAPTERS`."""
        return self._at

    def show_chapter(self, name: str, section: int = 0) -> None:
        """Open a chapter at its beginning, or at the heading of its second level that has a number, from 1."""
        page = page_of(name, self._words.language)
        if page is None:
            return
        anchor = ""
        if section:
            chapters = chapters_in(self._words.language)
            titles = [part.title for all_of_it in chapters for part in all_of_it if part.chapter == name]
            levels = [part.level for all_of_it in chapters for part in all_of_it if part.chapter == name]
            second = [title for title, level in zip(titles, levels, strict=True) if level == 2]
            anchor = anchor_of(second[section - 1]) if section <= len(second) else ""
        self._open(page, anchor)

    def _open(self, page: Path, anchor: str) -> None:
        address = QUrl.fromLocalFile(str(page))
        if anchor:
            address.setFragment(anchor, QUrl.ParsingMode.DecodedMode)
        self.pages.setSource(address, QTextDocument.ResourceType.MarkdownResource)
        self._mark()

    def _page_changed(self, address: QUrl) -> None:
        name = Path(address.toLocalFile()).name.removesuffix(".md").removesuffix(".zh-CN")
        self._at = name
        if not self.finder.text().strip():
            self._show_current()

    def _ask_outside(self, address: str) -> None:
        """Follow a link out of the guide only if that is wanted."""
        asked = QMessageBox.question(
            self, self.windowTitle(), as_it_reads(self._words("help-window-outside", address=address))
        )
        if asked == QMessageBox.StandardButton.Yes:
            QDesktopServices.openUrl(QUrl(address))

    # ---- list and search ---------------------------------------------------------------------------------------------

    def _find_pressed(self) -> None:
        self.finder.setFocus()
        self.finder.selectAll()

    def look_for(self, typed: str) -> None:
        """Look for something in all chapters."""
        self.finder.setText(typed)

    def _look(self, typed: str) -> None:
        """List the places at which something stands, or the chapters if nothing is looked for."""
        say = self._words
        chapters = chapters_in(say.language)
        wanted = typed.strip()
        self.list.blockSignals(True)
        self.list.clear()
        if wanted:
            flat = [section for chapter in chapters for section in chapter]
            self._looked_for, found = find(wanted, flat)
            for one in found[:_MOST_HITS]:
                self._add_found(one)
            key = "help-window-found" if found else "help-window-nothing"
            self.note.setText(say(key, count=len(found), typed=wanted))
        else:
            self._looked_for = []
            for chapter in chapters:
                item = QListWidgetItem(_called(chapter[0], say))
                item.setData(_ONLY, (chapter[0].chapter, ""))
                item.setToolTip(as_it_reads(_called(chapter[0], say)))
                self.list.addItem(item)
            self._show_current()
        self.note.setVisible(bool(wanted))
        self.list.blockSignals(False)
        self._mark()

    def _add_found(self, one: Found) -> None:
        section = one.section
        name = section.title if section.level == 1 else f"{section.title} · {section.page}"
        item = QListWidgetItem(name)
        item.setData(_BELOW, one.excerpt or section.page)
        item.setData(_ONLY, (section.chapter, anchor_of(section.title) if section.level > 1 else ""))
        item.setToolTip(as_it_reads(f"{name}\n{one.excerpt}"))
        self.list.addItem(item)

    def _show_current(self) -> None:
        """Show in the list which chapter is open."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_ONLY)[0] == self._at:
                self.list.blockSignals(True)
                self.list.setCurrentRow(row)
                self.list.blockSignals(False)

    def _go_on(self) -> None:
        """Go to the first place that was found, then from place to place."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + 1) % self.list.count())

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            name, anchor = item.data(_ONLY)
            page = page_of(name, self._words.language)
            if page is not None:
                self._open(page, anchor)

    # ---- what was found, marked --------------------------------------------------------------------------------------

    def _mark(self) -> None:
        """Mark in the page what is looked for."""
        text = self.pages.toPlainText() if self._looked_for else ""
        small = plain(text)
        if len(small) != len(text):
            small = text.casefold()
        marks = (mark for word in self._looked_for for mark in self._marks_of(word, small))
        self.pages.setExtraSelections(list(islice(marks, _MOST_MARKS)))

    def _marks_of(self, word: str, small: str) -> Iterator[QTextEdit.ExtraSelection]:
        marked = QTextCharFormat()
        marked.setBackground(QColor("#ffd54a"))
        marked.setForeground(QColor("#1d2430"))
        at = small.find(word)
        while at >= 0:
            cursor = QTextCursor(self.pages.document())
            cursor.setPosition(at)
            cursor.setPosition(at + len(word), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, marked
            yield selection
            at = small.find(word, at + len(word))


def has_pages() -> bool:
    """Whether the guide is there."""
    return docs_folder() is not None
