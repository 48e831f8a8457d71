"""Who could take what is vacant: worked out in the background for the place that is chosen, then shown and applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.session import Session

if TYPE_CHECKING:
    from ui.dialogs.staffing_sketch import BeforeAndAfter


class Suggesting:
    """Has a suggestion worked out and shows it.

    Parameters
    ----------
    session : Session
    words : Words
    window : QWidget
        What the dialog stands before.
    place : callable
        Returns which grids of a plan may change hands, ``None`` for all.
    """

    def __init__(
        self, session: Session, words: Words, window: QWidget, place: Callable[[Plan], BoolArray | None]
    ) -> None:
        self._session, self._words, self._window, self._place = session, words, window, place

    def ask(self) -> None:
        """Work it out; it holds from the day that the window counts, or from today if that is past."""
        from gridmap.people.suggestions import Suggestion, suggest

        session = self._session
        plan, day = session.plan, session.day
        within, on = self._place(plan), max(day.date, day.today())

        def work(_: Job) -> tuple[Suggestion, BeforeAndAfter | None]:
            from ui.dialogs.staffing_sketch import before_and_after

            suggestion = suggest(plan, within=within, on=on)
            return suggestion, before_and_after(plan, suggestion)

        def take(found: tuple[Suggestion, BeforeAndAfter | None]) -> None:
            from ui.dialogs.suggestion import SuggestionDialog

            if plan is session.plan:  # else something was changed meanwhile
                SuggestionDialog(session, self._words, *found, self._window).open()

        session.start("suggest-working", work, take, apart=True)
