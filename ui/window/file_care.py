"""What the window says of a file that another program has changed, that is rigged, or that is damaged.

Nothing waits for an answer: the window goes on behind the question, which goes away with the project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from gridmap.model.change import Change
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from ui.dialogs.files_asked import ask_where
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.window.file_actions import FileActions
from ui.window.frame import Frame

_TOLD: Final = 12
_RESCUED: Final = ("file-damaged", "scheme-not-text")


class FileCare(QObject):
    """The part of the window that deals with files which are not as GridMap left them.

    Parameters
    ----------
    desk : Desk
    words : Words
    files : FileActions
        Saves a copy of a project that is rigged, and opens one that was rescued.
    frame : Frame

    Attributes
    ----------
    question : QMessageBox or None
        What is asked now.
    """

    def __init__(self, desk: Desk, words: Words, files: FileActions, frame: Frame) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._files, self._frame = desk.session, words, files, frame
        self._references = desk.references
        self._reread = 0
        self._stale: set[str] = set()
        """Files over the map that were changed and not read again."""
        self.question: QMessageBox | None = None
        session = desk.session
        session.opened.connect(self._opened)
        session.closed.connect(self._withdraw)
        session.file_changed.connect(self._offer_to_reload)
        desk.references.changed_elsewhere.connect(self._offer_to_read_again)
        desk.references.added.connect(lambda reference: self._stale.discard(reference.file.path))

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {"reload": self.reload}

    def reload(self) -> None:
        """Read the project's file again, and the files over the map that were changed."""
        self._withdraw()
        self._reread = self._read_again()
        self._session.reload(self._reloaded)

    def _reloaded(self, change: Change | None) -> None:
        if change is None and not self._reread:
            self._frame.told(self._words("window-reloaded-same"), 5000)
        self._frame.show_state()

    def offer_rescue(self, error: Exception) -> bool:
        """Offer to write a clean copy if an error says that a file is damaged; return whether it does."""
        if not isinstance(error, GridMapError) or error.key not in _RESCUED:
            return False
        path = Path(str(error.values["file"]))
        self._ask(self._words.of(error), "window-rescue", lambda: self._rescue(path))
        return True

    def _opened(self) -> None:
        self._withdraw()
        self._stale.clear()
        project = self._session.project
        if project is None:
            return
        self._look_on(project)
        if project.problems:
            say = self._words
            lines = [say.of(problem) for problem in project.problems[:_TOLD]]
            if len(project.problems) > _TOLD:
                lines.append(say("cli-more-problems", count=len(project.problems) - _TOLD))
            if project.strange:
                self._ask("\n".join([*lines, "", say("window-strange")]), "action-save-copy", self._files.save_copy)
            else:
                self._ask("\n".join(lines))

    def _look_on(self, project: Project) -> None:
        """Wait in the background until every page of a large file is looked at, and tell if it is damaged."""

        def look(job: Job) -> None:
            project.must_be_whole()

        if project.is_being_examined:
            self._session.start("job-examining", look, patient=True)

    def _offer_to_reload(self) -> None:
        project = self._session.project
        if project is not None:
            text = self._words("window-changed-elsewhere", file=project.path.name)
            self._ask(text, "action-reload", self.reload)

    def _offer_to_read_again(self, path: str) -> None:
        """Offer to read a file over the map again; while the project itself waits for that, it is read with it."""
        self._stale.add(path)
        if self._session.project is not None and not self._session.changed_elsewhere:
            names = as_it_reads(", ".join(sorted(Path(stale).name for stale in self._stale)))
            self._ask(self._words("window-reference-changed", file=names), "action-reload", self._read_again)

    def _read_again(self) -> int:
        """Read the files over the map again that were changed, and return how many."""
        stale, self._stale = self._stale, set()
        for path in sorted(stale):
            self._references.read_again(path)
        return len(stale)

    def _rescue(self, damaged: Path) -> None:
        say = self._words
        proposed = f"{damaged.stem}-rescued{damaged.suffix}"
        filters = say("window-project-filter")
        asked = ask_where(self._frame.window(), "project", say("window-rescue"), proposed, filters, damaged.parent)
        if asked is None:
            return
        name = str(asked[0])

        def work(job: Job) -> tuple[Any, ...]:
            with Project.open(damaged, salvage=True) as found:
                found.save_copy(name, overwrite=True)
                return found.problems

        def tell(problems: tuple[Any, ...]) -> None:
            lines = [say.of(problem) for problem in problems[:_TOLD]]
            self._ask("\n".join([say("cli-written", file=name), *lines]), "action-open", self._opening(name))

        self._session.start("job-rescuing", work, tell)

    def _opening(self, name: str) -> Callable[[], None]:
        return lambda: self._files.open(name)

    def _ask(self, text: str, does: str = "", then: Callable[[], object] | None = None) -> None:
        """Show a text, with a button that does something about it if there is anything to do."""
        self._withdraw()
        say = self._words
        asked = QMessageBox(self._frame.window())
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setWindowModality(Qt.WindowModality.NonModal)
        asked.setIcon(QMessageBox.Icon.Warning)
        asked.setWindowTitle("GridMap")
        asked.setTextFormat(Qt.TextFormat.PlainText)
        asked.setText(text)
        later = asked.addButton(say("window-later" if then else "window-close"), QMessageBox.ButtonRole.RejectRole)
        if then is not None:
            yes = asked.addButton(say(does), QMessageBox.ButtonRole.AcceptRole)
            yes.clicked.connect(then)
        asked.setDefaultButton(later)
        asked.setEscapeButton(later)
        asked.finished.connect(lambda _, box=asked: self._closed(box))
        self.question = asked
        asked.show()

    def _closed(self, box: QMessageBox) -> None:
        if self.question is box:
            self.question = None

    def _withdraw(self) -> None:
        if self.question is not None:
            question, self.question = self.question, None
            question.close()
