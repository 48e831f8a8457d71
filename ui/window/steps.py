"""Says what was just done, taken back or done again, by its name and place, and shows where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QObject

from gridmap.checks import Finding, Findings
from gridmap.model.arrays import ShapeArray
from gridmap.people.privacy import Profile
from gridmap.people.staff_numbers import staff_numbers
from ui.look.words import Words
from ui.session.session import Session
from ui.session.steps import Step
from ui.window.frame import Frame
from ui.words.grid_names import grid_name
from ui.words.history_lines import edit_in_words

_SHOWN_MS: Final = 10_000
_FEW: Final = 1000
"""In what grids of so many vertices differ is found at once, in 2 ms; in what others do, in another thread."""


class Steps(QObject):
    """The part of the window that tells of every step.

    Parameters
    ----------
    session : Session
    words : Words
    point_out : callable
        Lights up shapes on the map, which moves only if they are out of sight.
    frame : Frame
    """

    def __init__(self, session: Session, words: Words, point_out: Callable[[ShapeArray], object], frame: Frame) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._point_out, self._frame = session, words, point_out, frame
        self._said = ""
        session.stepped.connect(self._tell)
        session.findings_changed.connect(self._tell_findings)
        session.opened.connect(self._forget)

    def _forget(self) -> None:
        self._said = ""

    def _tell(self, step: Step) -> None:
        numbers = staff_numbers(self._session.plan)
        self._said = step_in_words(step, self._words, self._session.privacy, numbers)
        self._frame.told(self._said, _SHOWN_MS)
        if step.action != "do":  # who draws looks at what they draw
            self._show(step)

    def _show(self, step: Step) -> None:
        """Light up the ground of a step, which is looked for in another thread if its grids are many, or large."""
        if step.vertices <= _FEW:
            self._point_out(step.ground)
            return

        def take(ground: ShapeArray) -> None:
            if self._session.plan is step.after:
                self._point_out(ground)

        self._session.start("job-figures", lambda _: step.ground, take, apart=True)

    def _tell_findings(self, _: Findings, brought: tuple[Finding, ...], cleared: tuple[Finding, ...]) -> None:
        """Say how the check turned out, behind what it is the check of."""
        said, self._said = self._said, ""
        if brought or cleared:
            difference = self._words("window-check-difference", brought=len(brought), cleared=len(cleared))
            self._frame.told(" · ".join(filter(None, (said, difference))), _SHOWN_MS)


def step_in_words(step: Step, words: Words, privacy: Profile, numbers: Iterable[str]) -> str:
    """Return what was just done, taken back or done again: by its name, and by the grids that it is about."""
    if step.action == "jump":
        return words("step-jump", count=len(step.grids))
    plans = (step.after, step.before)
    edit = edit_in_words(step.label, step.values, words.language, privacy, numbers, plans)
    if len(step.grids) and not step.values.keys() & {"code", "codes"}:
        grid, count = int(step.grids[0]), len(step.grids)
        plan = step.after if step.after.positions([grid])[0] >= 0 else step.before
        name = grid_name(plan, grid)
        if count == 1:
            edit = words("step-about", edit=edit, grid=name)
        else:
            edit = words("step-about-more", edit=edit, grid=name, count=count)
    if step.action in ("do", "mend"):
        return edit
    if words.language == "en":
        edit = edit[:1].lower() + edit[1:]
    return words(f"step-{step.action}", edit=edit)
