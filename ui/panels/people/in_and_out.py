"""What comes into a table of people from a spreadsheet, and what goes out of it into a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.dialogs.long_steps import perform
from ui.look.words import Words
from ui.panels.people.page import PeoplePage
from ui.panels.people.pasting import Pasted, Pasting
from ui.panels.people.written import write_as_seen
from ui.session.jobs import Job
from ui.session.session import Session


class InAndOut:
    """Pastes blocks of cells and writes tables as they are seen, both in the background.

    Parameters
    ----------
    session : Session
    words : Words
    window : QWidget
        What the dialogs stand before.
    tell : callable
        Says something in passing.
    """

    def __init__(self, session: Session, words: Words, window: QWidget, tell: Callable[[str], None]) -> None:
        self._session, self._words, self._window, self._tell = session, words, window, tell

    def paste(self, pasting: Pasting, block: list[list[str]], over_all: int) -> None:
        """Do what is good of a block of cells, in one step, and list what is not."""

        def take(pasted: Pasted) -> None:
            if pasted.edit is None:
                list_bad(pasted)
                return

            def done() -> None:
                self._tell(self._words("people-pasted", count=pasted.cells))
                list_bad(pasted)

            perform(self._session, self._words, self._window, pasted.edit, done, lambda: list_bad(pasted))

        def list_bad(pasted: Pasted) -> None:
            if pasted.bad:
                from ui.dialogs.bad_cells import BadCellsDialog

                cells = [(bad.row, bad.heading, bad.text, bad.why) for bad in pasted.bad]
                BadCellsDialog(self._session, self._words, pasted.cells, cells, self._window).open()

        def work(job: Job) -> Pasted:
            return pasting.work_out(block, over_all=over_all, step=job.step)

        self._session.start("job-people-pasting", work, take, apart=True)

    def write(self, page: PeoplePage) -> None:
        """Write what a table shows as a file, masked as it is seen."""
        write_as_seen(page, self._session, self._words, self._window, self._tell)
