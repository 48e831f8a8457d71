"""The second step of a new project: the files that lie in the office, dropped or chosen, each told what it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from ui.dialogs.files_asked import ask_which_files
from ui.look.appearance import appearance_of
from ui.look.plain import as_it_reads, plain_label
from ui.wizards.dropping import dropped_files
from ui.wizards.frame import Step, Wizard
from ui.wizards.opening import BOUNDARIES, LISTS, Sorted, sort_files

_WIDTHS: Final = (260, 180)


class FilesStep(Step):
    """Lists the files that are to come in; none need be chosen, a project may begin empty."""

    key = "files"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self.setAcceptDrops(True)
        self.sorted = Sorted()
        self._paths: tuple[Path, ...] = ()
        self.table = QTableWidget(0, 3)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setProperty("role", "wizard")
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(32)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        self.empty = plain_label()
        self.empty.setObjectName("drop-here")
        self.empty.setProperty("role", "drop")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.add_files, self.take_out = QPushButton(), QPushButton()
        for button in (self.add_files, self.take_out):
            button.setAutoDefault(False)
        self.add_files.clicked.connect(self._ask)
        self.take_out.clicked.connect(self._take_out)
        self.table.installEventFilter(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_files)
        buttons.addWidget(self.take_out)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(buttons)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        self.first = self.add_files

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.add_files.setText(say("new-project-add-files"))
        self.take_out.setText(say("new-project-take-out"))
        self.empty.setText(say("new-project-drop-here"))
        self.table.setAccessibleName(say("new-project-files"))
        headings = ("new-project-file", "new-project-folder", "new-project-what")
        self.table.setHorizontalHeaderLabels([say(heading) for heading in headings])
        self._show()

    def add(self, paths: Iterable[Path]) -> None:
        """Add files; those of folders one by one."""
        self._set([*self._paths, *paths])

    def _set(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(dict.fromkeys(paths))
        self.sorted = sort_files(self._paths)
        self._show()
        self.changed.emit()

    def _ask(self) -> None:
        """Ask for files."""
        say = self.words
        endings = " ".join(f"*{suffix}" for suffix in dict.fromkeys((*BOUNDARIES, *LISTS, ".txt")))
        kinds = f"{say('new-project-usual-files')} ({endings});;{say('new-project-all-files')} (*)"
        self.add(ask_which_files(self, "boundaries", say("new-project-add-files"), kinds))

    def _take_out(self) -> None:
        """Take the selected files out of the list."""
        chosen = {str(index.data(Qt.ItemDataRole.UserRole)) for index in self._selected()}
        known = [*self.sorted.boundaries, *self.sorted.lists, *self.sorted.schemes]
        self._set(path for path in known if str(path) not in chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the selected files out by the key for that."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self._take_out()
            return True
        return super().eventFilter(watched, event)

    def _selected(self) -> list[QModelIndex]:
        return self.table.selectionModel().selectedRows()

    # ---- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files."""
        event.acceptProposedAction()
        self.add(dropped_files(event.mimeData()))

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """List what there is: what comes in first, what cannot below, each with the reason."""
        say, look, known = self.words, appearance_of(QApplication.palette()), self.sorted
        rows = [(path, say("new-project-is-boundaries"), "") for path in known.boundaries]
        rows += [(path, say("new-project-is-list"), "") for path in known.lists]
        rows += [(path, say("new-project-is-scheme"), "") for path in known.schemes]
        rows += [(path, say("new-project-is-project"), look.error) for path in known.projects]
        refused = [(Path(str(error.values.get("file", ""))), say.of(error), look.error) for error in known.refused]
        rows += refused
        self.table.setRowCount(len(rows))
        for row, (path, what, colour) in enumerate(rows):
            for column, text in enumerate((path.name, path.parent.name, what)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(as_it_reads(what if column == 2 else str(path)))
                if colour and column == 2:
                    item.setForeground(QColor(colour))
                self.table.setItem(row, column, item)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.take_out.setEnabled(bool(self._selected()))
