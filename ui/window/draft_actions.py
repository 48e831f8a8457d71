"""What the window does with drafts: begin, enter, compare, apply, leave, drop, and export the record of adjustment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QFileDialog, QInputDialog, QMenu, QMessageBox

from gridmap.model.errors import GridMapError, Refused
from ui.look.plain import as_it_reads, as_menu_text

if TYPE_CHECKING:
    from gridmap.project.comparison import Comparison
    from ui.window.main_window import MainWindow


class DraftActions(QObject):
    """The part of the window that deals with drafts.

    Attributes
    ----------
    dock : QDockWidget or None
        Where the comparison is shown; made when it is asked for.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.drafting = window.desk.drafting
        self.dock: QDockWidget | None = None
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self._list)
        self.drafting.changed.connect(self._changed)
        window.session.complained.connect(self._show_conflict)
        window.session.opened.connect(self._tell_of_drafts)

    # ---- begin and enter ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for a title, begin a draft and show it."""
        say = self.window.words
        known = {draft.mark.title for draft in self.drafting.drafts}
        number = next(n for n in range(1, len(known) + 2) if say("draft-number", number=n) not in known)
        asked = QInputDialog(self.window)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setWindowTitle(say("action-begin-draft"))
        asked.setLabelText(say("draft-ask-title"))
        asked.setTextValue(say("draft-number", number=number))
        asked.setOkButtonText(say("draft-begin"))
        asked.setCancelButtonText(say("window-cancel"))
        asked.textValueSelected.connect(self.drafting.begin)
        asked.open()

    def _list(self) -> None:
        """Fill the menu of the drafts that lie beside the project."""
        self.menu.clear()
        shown = self.drafting.mark
        for draft in self.drafting.drafts:
            when = draft.mark.made.astimezone().strftime("%Y-%m-%d %H:%M")
            action = self.menu.addAction(f"{as_menu_text(draft.mark.title)}\t{when}")
            action.setEnabled(shown is None)
            action.triggered.connect(lambda _=False, path=draft.path: self.drafting.enter(path))
        if self.menu.isEmpty():
            self.menu.addAction(self.window.words("draft-none")).setEnabled(False)

    def _tell_of_drafts(self) -> None:
        """Say that there are drafts of the project that was opened; who has it open is said first."""
        project, count = self.window.session.project, len(self.drafting.drafts)
        if count and project is not None and project.locked_by is None:
            self.window.statusBar().showMessage(self.window.words("draft-there", count=count), 10000)

    def set_texts(self) -> None:
        """Name the menu of drafts."""
        self.menu.setTitle(self.window.words("menu-drafts"))

    # ---- compare -----------------------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Show the comparison of the draft with the project; the map marks the ground that changes hands."""
        if self.dock is None:
            self._make_dock()
        assert self.dock is not None
        self.drafting.compare()
        self.dock.show()
        self.dock.raise_()

    def _make_dock(self) -> None:
        from ui.panels.comparison import ComparisonPanel

        window = self.window
        panel = ComparisonPanel(window.desk, window.words)
        panel.export.setDefaultAction(window.actions_by_key["export-record"])
        self.dock = window.add_panel(panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        window.tabifyDockWidget(window.docks["findings"], self.dock)
        self.dock.visibilityChanged.connect(self._seen)

    def _seen(self, visible: bool) -> None:
        """Compare no longer once the panel is closed; one that is only behind another tab stays true."""
        if not visible and self.dock is not None and self.dock.isHidden():
            self.drafting.compare(False)

    def _changed(self) -> None:
        if self.drafting.is_applied:
            self._offer_to_drop_applied()
        if self.drafting.mark is None and self.dock is not None:
            self.dock.hide()
        self.window.show_state()
        self.window.canvas.setFocus()

    # ---- apply, leave, drop ------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Apply the draft to the project as one step."""
        mark = self.drafting.mark
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            change = self.drafting.apply()
        finally:
            QApplication.restoreOverrideCursor()
        if change is not None and mark is not None:
            self.window.statusBar().showMessage(self.window.words("draft-applied", title=mark.title), 8000)

    def leave(self) -> None:
        """Show the project again; the draft stays."""
        mark = self.drafting.mark
        self.drafting.leave()
        if mark is not None:
            self.window.statusBar().showMessage(self.window.words("draft-left", title=mark.title), 8000)

    def drop(self) -> None:
        """Remove the draft for good, after asking."""
        self._ask_to_drop("draft-ask-drop")

    def _offer_to_drop_applied(self) -> None:
        """Say that the draft was applied before, and offer to remove what is left of it."""
        self._ask_to_drop("draft-ask-drop-applied")

    def _ask_to_drop(self, question: str) -> None:
        mark = self.drafting.mark
        if mark is None:
            return
        say = self.window.words
        asked = QMessageBox(self.window)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setIcon(QMessageBox.Icon.Warning)
        asked.setWindowTitle(say("action-drop-draft"))
        asked.setText(as_it_reads(say(question, title=mark.title)))
        yes = asked.addButton(say("draft-drop"), QMessageBox.ButtonRole.DestructiveRole)
        no = asked.addButton(say("window-cancel"), QMessageBox.ButtonRole.RejectRole)
        asked.setDefaultButton(no)
        asked.setEscapeButton(no)
        yes.clicked.connect(self.drafting.drop)
        asked.open()

    def _show_conflict(self, error: Exception) -> None:
        """Select the grids that keep a draft from being applied."""
        if isinstance(error, Refused) and error.key in ("draft-conflicts", "draft-collides"):
            self.window.session.select(error.grids)
            self.window.show_selection()

    # ---- the record --------------------------------------------------------------------------------------------------

    def export_record(self) -> None:
        """Write the record of adjustment as a Word document or an Excel workbook."""
        from gridmap.project.comparison import compare
        from ui.outputs.record import write_record

        window, base = self.window, self.drafting.base
        if base is None:
            return
        say = window.words
        name, chosen = QFileDialog.getSaveFileName(
            window, say("action-export-record"), "", "Word (*.docx);;Excel (*.xlsx)"
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() not in (".docx", ".xlsx"):
            path = path.with_name(path.name + chosen[chosen.index("*") + 1 : chosen.index(")")])
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # Qt paints the maps in the window's thread
        try:
            comparison: Comparison = self.drafting.comparison or compare(base.plan, window.session.plan)
            mark = self.drafting.mark
            title, privacy = mark.title if mark else "", window.session.privacy
            write_record(comparison, path, title=title, language=say.language, privacy=privacy)
        except GridMapError as error:
            window.complain(error)
        else:
            window.statusBar().showMessage(say("cli-written", file=str(path)), 5000)
        finally:
            QApplication.restoreOverrideCursor()
