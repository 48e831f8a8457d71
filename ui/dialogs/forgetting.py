"""Forget a person in the window: asked twice, done in the background while the window waits, told what stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gridmap.model.errors import Refused
from gridmap.storage.traces import FORGOTTEN, Person
from ui.dialogs.waiting import Waiting
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.words.forgetting import what_stays

if TYPE_CHECKING:
    from gridmap.project.forgetting import Forgotten


class ForgetPerson(QObject):
    """One person to forget, from the first question to the last word; gone with its window.

    Parameters
    ----------
    worker : int
        Id of a row of ``workers`` of the session's plan.
    window : QWidget
        Parent of the dialogs, which waits while the person is being forgotten.

    Attributes
    ----------
    box : QMessageBox or None
        The question, or the last word, that is shown.
    waiting : Waiting or None
        Keeps the window from being used while it goes on; ``None`` before and after.
    """

    def __init__(self, desk: Desk, words: Words, worker: int, window: QWidget) -> None:
        super().__init__(window)
        row = desk.session.plan.tables["workers"].loc[worker]
        self._drafting, self.session, self.words, self._window = desk.drafting, desk.session, words, window
        self.person = Person(row["staff_number"], row["name"], worker)
        self.box: QMessageBox | None = None
        self.waiting: Waiting | None = None

    def ask(self) -> None:
        """Say what it means and ask; while a draft is shown the session tells why it cannot be."""
        draft = self._drafting.mark
        if draft is not None:
            self.session.complained.emit(Refused("forget-in-draft", title=draft.title))
            self.deleteLater()
            return
        text = self.words("forget-consequences", name=self.person.name, forgotten=FORGOTTEN)
        self._ask(text, self._ask_again)

    def _ask_again(self) -> None:
        self._ask(self.words("forget-ask-again", name=self.person.name), self._begin)

    def _ask(self, text: str, then: Callable[[], None]) -> None:
        """Ask a question to which "no" is the answer that a hasty key gives."""
        box = self._show(text, QMessageBox.Icon.Warning)
        yes = box.addButton(self.words("forget-do"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(self.words("window-cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.finished.connect(lambda _: then() if box.clickedButton() is yes else self.deleteLater())
        box.open()

    def _show(self, text: str, icon: QMessageBox.Icon) -> QMessageBox:
        box = self.box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(icon)
        box.setWindowTitle(self.words("forget-title"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        return box

    def _begin(self) -> None:
        self.waiting = Waiting(self.words("job-forgetting"), self._window)
        job = self.session.forget(self.person, self._tell, self._watch)
        if job is None:
            self.waiting.end()
            self._ended()

    def _watch(self, job: Job) -> None:
        assert self.waiting is not None
        self.waiting.follow(job)
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        self.waiting = None

    def _tell(self, told: Forgotten) -> None:
        say = self.words
        lines = [say("forget-done", places=told.places, drafts=told.drafts)]
        lines += [say(key, count=count) for key, count in what_stays(told)]
        box = self._show("\n\n".join(lines), QMessageBox.Icon.Information)
        box.addButton(say("window-close"), QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(lambda _: self.deleteLater())
        box.open()
