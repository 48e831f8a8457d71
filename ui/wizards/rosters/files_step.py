"""The first step: which files, which of the tables in them, what their rows are, and of which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from gridmap.exchange.rosters import tables_named
from ui.dialogs.base import date_field
from ui.dialogs.files_asked import ask_which_files
from ui.look.plain import as_it_reads, as_menu_text, plain_label
from ui.outputs.rosters.forms import title_of
from ui.session.jobs import Job
from ui.wizards.dropping import dropped_files
from ui.wizards.frame import Step
from ui.wizards.rosters.gathered import ListFile, read_lists
from ui.wizards.rosters.tables_found import TablesFound
from ui.wizards.rosters.wording import problem_in_words
from ui.wizards.rosters.work import RosterWork

FORMS: Final = ("workers", "branches", "grids", "buildings", "items", "facilities", "compounds")
"""The lists of which there is a form; that of assignments is the one of workers."""

_NOTES_HEIGHT: Final = 76
_SYSTEMS: Final = ("", "gcj02", "bd09")


class FilesStep(Step):
    """Files and tables, and what is said of all of them.

    Attributes
    ----------
    table : TablesFound
    add, remove, forms : QPushButton
    is_dated : QCheckBox
    day : QDateEdit
    role, crs, kind : QComboBox
    asking : QInputDialog or None
        Asks for a password.
    """

    key = "roster-files"

    def __init__(self, wizard: RosterWork) -> None:
        super().__init__(wizard)
        self.lists = wizard.lists
        self.asking: QInputDialog | None = None
        self.setAcceptDrops(True)
        self.add, self.remove, self.forms = QPushButton(), QPushButton(), QPushButton()
        for button in (self.add, self.remove, self.forms):
            button.setAutoDefault(False)
        self.menu = QMenu(self)
        for form in FORMS:
            self.menu.addAction("").setData(form)
        self.menu.triggered.connect(lambda action: wizard.write_form(action.data()))
        self.forms.setMenu(self.menu)
        self.table = TablesFound(self.lists, self.words)
        self._empty = plain_label()
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setMaximumHeight(_NOTES_HEIGHT)
        self.notes.setTabChangesFocus(True)
        self._notes_label = plain_label()
        self._make_wishes()
        self._lay_out()
        self.add.clicked.connect(self.choose)
        self.remove.clicked.connect(self._remove)
        self.table.changed.connect(self._changed)
        self.table.password_wanted.connect(self.ask_for_password)
        self.table.itemSelectionChanged.connect(self._enable)
        self.first = self.add

    # ---- building ----------------------------------------------------------------------------------------------------

    def _make_wishes(self) -> None:
        self.is_dated, self.day = QCheckBox(), date_field(QDate.currentDate())
        self.day.setEnabled(False)
        self._dated = plain_label()
        self._dated.setProperty("role", "muted")
        self._dated.setWordWrap(True)
        self.role, self.crs, self.kind = QComboBox(), QComboBox(), QComboBox()
        self._role_label, self._crs_label, self._kind_label = plain_label(), plain_label(), plain_label()
        self._role_label.setBuddy(self.role)
        self._crs_label.setBuddy(self.crs)
        self._kind_label.setBuddy(self.kind)
        self.role.addItem("", "")
        for role in self.lists.scheme.roles:
            self.role.addItem("", role.key)
        for system in _SYSTEMS:
            self.crs.addItem("", system)
        self.kind.addItem("", "")
        for kind in self.lists.scheme.facilities:
            self.kind.addItem("", kind.key)
        self.is_dated.toggled.connect(self._date)
        self.day.dateChanged.connect(self._date)
        self.role.activated.connect(self._say)
        self.crs.activated.connect(self._say)
        self.kind.activated.connect(self._say)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        for button in (self.add, self.remove):
            above.addWidget(button)
        above.addStretch(1)
        above.addWidget(self.forms)
        wishes = QGridLayout()
        wishes.setHorizontalSpacing(12)
        wishes.setVerticalSpacing(6)
        wishes.addWidget(self.is_dated, 0, 0)
        wishes.addWidget(self.day, 0, 1)
        wishes.addWidget(self._dated, 0, 2)
        wishes.addWidget(self._role_label, 1, 0)
        wishes.addWidget(self.role, 1, 1)
        wishes.addWidget(self._crs_label, 2, 0)
        wishes.addWidget(self.crs, 2, 1)
        wishes.addWidget(self._kind_label, 3, 0)
        wishes.addWidget(self.kind, 3, 1)
        wishes.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._notes_label)
        layout.addWidget(self.notes)
        layout.addLayout(wishes)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.add.setText(say("roster-add-files"))
        self.remove.setText(say("roster-remove-file"))
        self.forms.setText(say("roster-write-form"))
        for action in self.menu.actions():
            action.setText(as_menu_text(title_of(tables_named(action.data()), say.language)))
        self._empty.setText(say("roster-no-files"))
        self._notes_label.setText(say("roster-noticed"))
        self.notes.setAccessibleName(say("roster-noticed"))
        self.is_dated.setText(say("roster-as-of"))
        self.day.setAccessibleName(say("roster-as-of"))
        self._dated.setText(say("roster-as-of-help"))
        self._role_label.setText(say("roster-role-of-others"))
        self.role.setAccessibleName(say("roster-role-of-others"))
        self.role.setItemText(0, say("roster-role-as-listed"))
        for at, role in enumerate(self.lists.scheme.roles, start=1):
            self.role.setItemText(at, say.name(role.name))
        self._crs_label.setText(say("roster-crs"))
        self.crs.setAccessibleName(say("roster-crs"))
        for at, key in enumerate(("roster-crs-as-shown", "roster-crs-gcj02", "roster-crs-bd09")):
            self.crs.setItemText(at, say(key))
        self._kind_label.setText(say("roster-kind-of-others"))
        self.kind.setAccessibleName(say("roster-kind-of-others"))
        self.kind.setItemText(0, say("roster-kind-as-listed"))
        for at, kind in enumerate(self.lists.scheme.facilities, start=1):
            self.kind.setItemText(at, say.name(kind.name))
        self.enter()

    # ---- files -------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files and read them."""
        say = self.words
        self.read(ask_which_files(self, "lists", say("roster-add-files"), say("roster-files-filter")))

    def read(self, paths: Sequence[Path], password: str = "") -> None:
        """Read files in the background and show what is in them; a password is for all of them, and kept nowhere."""
        if not paths:
            return

        def work(job: Job) -> list[ListFile]:
            return read_lists(paths, dict.fromkeys(paths, password), job.step)

        def take(files: list[ListFile]) -> None:
            self.lists.take(files)
            self.enter()
            self.table.setFocus()
            self.changed.emit()

        self.wizard.work("job-reading-lists", work, take, apart=True)

    def _remove(self) -> None:
        file = self.table.file_here()
        if file is not None:
            self.lists.remove(file.path)
            self.enter()
            self.changed.emit()

    def ask_for_password(self, file: ListFile) -> None:
        """Ask for the password of a file that is locked, and read it again."""
        asking = self.asking = QInputDialog(self)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setInputMode(QInputDialog.InputMode.TextInput)
        asking.setTextEchoMode(QLineEdit.EchoMode.Password)
        asking.setWindowTitle(self.words("roster-password-title"))
        asking.setLabelText(as_it_reads(self.words("roster-ask-password", file=file.path.name)))
        asking.textValueSelected.connect(lambda password: self.read([file.path], password))
        asking.finished.connect(self._asked)
        asking.open()

    def _asked(self) -> None:
        self.asking = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dropped here."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the files that were dropped."""
        self.read(dropped_files(event.mimeData()))

    # ---- what is said of all -----------------------------------------------------------------------------------------

    def _date(self) -> None:
        self.day.setEnabled(self.is_dated.isChecked())
        day = self.day.date()
        self.lists.as_of = dt.date(day.year(), day.month(), day.day()) if self.is_dated.isChecked() else None

    def _say(self) -> None:
        self.lists.role, self.lists.crs = self.role.currentData(), self.crs.currentData()
        self.lists.kind = self.kind.currentData()
        self.lists.forget_answers()

    # ---- showing -----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Show the files and the tables in them."""
        self.table.show_files()
        self._changed()

    def _changed(self) -> None:
        say, lists = self.words, self.lists
        self.table.setVisible(bool(lists.files))
        self._empty.setVisible(not lists.files)
        lines = [problem_in_words(problem, say) for table in lists.every_table for problem in table.problems]
        self.notes.setPlainText("\n".join(dict.fromkeys(lines)))
        for widget in (self.notes, self._notes_label):
            widget.setVisible(bool(lines))
        tables = {mapping.table for table in lists.tables if (mapping := lists.mapping(table))}
        placed, by_kind = bool(tables & {"buildings", "items", "facilities", "compounds"}), "facilities" in tables
        for box, label, asked in ((self.crs, self._crs_label, placed), (self.kind, self._kind_label, by_kind)):
            box.setVisible(asked)
            label.setVisible(asked)
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        self.remove.setEnabled(self.table.file_here() is not None)

    def stands_in_the_way(self) -> str:
        """Return what is still missing."""
        lists = self.lists
        if not lists.files:
            return self.words("roster-lacks-files")
        if any(lists.mapping(table) is None for table in lists.tables):
            return self.words("roster-lacks-table")
        return "" if lists.tables else self.words("roster-lacks-wanted")
