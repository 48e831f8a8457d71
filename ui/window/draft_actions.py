"""What the window does with drafts: begin, enter, compare, apply, leave, drop, and export the record of adjustment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QInputDialog, QMenu, QMessageBox

from gridmap.edits import Edit
from gridmap.model.errors import Refused
from gridmap.project.drafts import DraftFile, drafts_of
from ui.dialogs.files_asked import ask_where
from ui.dialogs.long_steps import perform
from ui.look.plain import as_it_reads, as_menu_text
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.window.frame import Frame


class DraftActions(QObject):
    """The part of the window that deals with drafts.

    Parameters
    ----------
    desk : Desk
    words : Words
    export : QAction
        Exports the record; the comparison has a button for it.
    show_selection : callable
        Shows the selected grids on the map.
    frame : Frame

    Attributes
    ----------
    dock : QDockWidget or None
        Where the comparison is shown; made when it is asked for.
    """

    def __init__(
        self, desk: Desk, words: Words, export: QAction, show_selection: Callable[[], None], frame: Frame
    ) -> None:
        super().__init__(frame.window())
        self._desk, self._session, self._words, self._frame = desk, desk.session, words, frame
        self._export, self._show_selection = export, show_selection
        self.drafting = desk.drafting
        self.dock: QDockWidget | None = None
        self.menu = QMenu(frame.window())
        self.menu.aboutToShow.connect(self._list)
        self.drafting.changed.connect(self._changed)
        desk.session.complained.connect(self._show_conflict)
        desk.session.opened.connect(self._tell_of_drafts)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            "divide": partial(self._frame.when_read, self.divide, "ui.dialogs.divide", "ui.dialogs.divide_many"),
            "begin-draft": self.begin,
            "compare-draft": self.compare,
            "export-record": self.export_record,
            "record-stages": self.record_stages,
            "apply-draft": self.apply,
            "leave-draft": self.leave,
            "drop-draft": self.drop,
        }

    # ---- begin and enter ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for a title, begin a draft and show it."""
        say = self._words
        known = {draft.mark.title for draft in self.drafting.drafts}
        number = next(n for n in range(1, len(known) + 2) if say("draft-number", number=n) not in known)
        asked = QInputDialog(self._frame.window())
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setWindowTitle(say("action-begin-draft"))
        asked.setLabelText(say("draft-ask-title"))
        asked.setTextValue(say("draft-number", number=number))
        asked.setOkButtonText(say("draft-begin"))
        asked.setCancelButtonText(say("window-cancel"))
        asked.textValueSelected.connect(self.drafting.begin)
        asked.open()

    # ---- divide ------------------------------------------------------------------------------------------------------

    def divide(self) -> None:
        """Propose new grids for the village of the selected grid, or for all that lie in what is selected.

        A plan becomes a draft, or is carried out.
        """
        import numpy as np

        from gridmap.division.proposals import villages_in
        from ui.dialogs.divide import DivideDialog
        from ui.dialogs.divide_many import DivideManyDialog

        session = self._session
        chosen = np.array(session.selection, dtype=np.int64)
        villages = villages_in(session.plan, chosen) if len(chosen) else chosen
        if not len(villages):
            self._frame.told(self._words("divide-nothing-selected"), 8000)
            return
        keep = self._keep_as_draft if self.drafting.mark is None else None
        if len(villages) > 1:
            DivideManyDialog(session, self._words, villages.tolist(), keep, self._frame.window()).open()
        else:
            DivideDialog(session, self._words, int(villages[0]), keep, self._frame.window()).open()

    def _keep_as_draft(self, title: str, edit: Edit) -> None:
        """Begin a draft, and do an edit in it once it is shown."""
        known = {draft.mark.title for draft in self.drafting.drafts}
        free = next(
            text for n in range(len(known) + 1) if (text := title if not n else f"{title} {n + 1}") not in known
        )

        def entered() -> None:
            self.drafting.changed.disconnect(entered)
            if self.drafting.mark is not None:
                perform(self._session, self._words, self._frame.window(), edit, lambda: None)

        self.drafting.changed.connect(entered)
        if self.drafting.begin(free) is None:
            self.drafting.changed.disconnect(entered)

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
            self.menu.addAction(self._words("draft-none")).setEnabled(False)

    def _tell_of_drafts(self) -> None:
        """Say that there are drafts of the project that was opened; who has it open is said first.

        Each is a file to be looked into, which takes its time, on a network more: another thread does it.
        """
        project = self.drafting.base or self._session.project
        if project is None or project.locked_by is not None:
            return

        def take(drafts: list[DraftFile]) -> None:
            if drafts and project is (self.drafting.base or self._session.project):
                self._frame.told(self._words("draft-there", count=len(drafts)), 10000)

        path = project.path
        self._session.start("job-drafts", lambda _: drafts_of(path), take, patient=True)

    def set_texts(self) -> None:
        """Name the menu of drafts."""
        self.menu.setTitle(self._words("menu-drafts"))

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

        panel = ComparisonPanel(self._desk, self._words)
        panel.export.setDefaultAction(self._export)
        self.dock = self._frame.add_panel(panel, Qt.DockWidgetArea.BottomDockWidgetArea, "findings")
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
        self._frame.show_state()

    # ---- apply, leave, drop ------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Apply the draft to the project as one step."""
        mark = self.drafting.mark
        if mark is not None:
            told = self._words("draft-applied", title=mark.title)
            self.drafting.apply(lambda _: self._frame.told(told, 8000))

    def leave(self) -> None:
        """Show the project again; the draft stays."""
        mark = self.drafting.mark
        self.drafting.leave()
        if mark is not None:
            self._frame.told(self._words("draft-left", title=mark.title), 8000)

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
        say = self._words
        asked = QMessageBox(self._frame.window())
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
            self._session.select(error.grids)
            self._show_selection()

    # ---- how far it has got ------------------------------------------------------------------------------------------

    def record_stages(self) -> None:
        """Ask how far the draft that is shown has got, or one that was applied to the project."""
        from gridmap.project.drafts import applied_drafts
        from ui.dialogs.stages import StagesDialog

        mark, project = self.drafting.mark, self._session.project
        if project is None:
            return
        known = [(mark.id, mark.title)] if mark is not None else applied_drafts(project)
        if not known:
            self._frame.told(self._words("stages-none-applied"), 8000)
            return
        StagesDialog(self._session, self._words, known, self._frame.window()).open()

    # ---- the record --------------------------------------------------------------------------------------------------

    def export_record(self) -> None:
        """Write the record of adjustment as a Word document or an Excel workbook."""
        base, after, mark = self.drafting.base, self._session.plan, self.drafting.mark
        if base is None or mark is None:
            return
        path = self._ask_where()
        if path is None:
            return
        before, known, say, privacy = base.plan, self.drafting.comparison, self._words, self._session.privacy
        on = self._session.on

        def work(job: Job) -> int:
            from gridmap.project.comparison import compare
            from ui.outputs.record import write_record

            comparison = known or compare(before, after, on=on)
            job.step()
            write_record(comparison, path, title=mark.title, language=language, privacy=privacy)
            return len(comparison.grids)

        def take(count: int) -> None:
            from ui.session.noting import note_export
            from ui.words.messages import message_of

            noted = note_export(self._session, path, privacy, count, language, base)
            said = [say("cli-written", file=str(path)), *(message_of(problem, language) for problem in noted)]
            self._frame.told("  ".join(said))

        language = say.language
        self._session.start("job-exporting", work, take)

    def _ask_where(self) -> Path | None:
        """Ask for the file of the record; the ending is that of the format that was chosen."""
        from ui.outputs.formats import file_filters, with_suffix_of

        say, mark, base = self._words, self.drafting.mark, self.drafting.base
        title = say("action-export-record").rstrip("…")
        proposed = say("file-name-record", draft=mark.title if mark is not None else "")
        near = base.path.parent if base is not None else None
        asked = ask_where(self._frame.window(), "record", title, f"{proposed}.docx", file_filters("record"), near)
        return with_suffix_of(asked[0], "record", chosen=asked[1]) if asked is not None else None
