"""The edit in hand: what is proposed and not yet done, what it would bring, what stands in its way, what is locked.

Tools of the map propose edits while the pointer moves; the canvas and the editing panel show what comes of it. An edit
that is quick to work out is worked out before the next frame; one that is not goes to another thread, and what is
proposed meanwhile takes the place of what waits. So a drag never waits for an edit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import shapely
from PySide6.QtCore import QObject, QTimer, Signal

from gridmap.edits import Edit
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.outcome.locks import Locks
from gridmap.outcome.outcome import Known, Outcome, work_out
from ui.session.jobs import Job
from ui.session.session import Session

BUDGET_MS: Final = 8.0
"""An edit that took longer the last time is worked out in another thread."""
LARGE_PLAN: Final = 500
"""In a plan of so many grids an edit of a kind that nobody has tried yet is expected to take longer as well."""
_MUCH_LARGER: Final = 4.0
"""As is one over so many times the ground of the one that was tried last."""
_FORGETS: Final = 0.7
"""Of what an edit took the next one is expected to take this share at least, however quick the one between was."""


@dataclass(frozen=True)
class Option:
    """Something about an edit that the user may choose while it is proposed.

    Attributes
    ----------
    key : str
        ``option-KEY`` in ``ui/words/sentences`` is its name.
    kind : "text", "number" or "choice"
    choices : tuple of (value, text)
        For a choice: what may be chosen, and what it is called.
    least, most : int
        For a number.
    """

    key: str
    kind: str = "text"
    choices: tuple[tuple[str | int, str], ...] = ()
    least: int = 0
    most: int = 100


class Editing(QObject):
    """What is being edited in a session.

    Attributes
    ----------
    outcome : Outcome or None
        Of what was proposed last, once it is known.
    options : tuple of Option
        What may be chosen for the edit in hand.
    values : mapping
        What is chosen, by the option's key.
    locked_ranks : frozenset of int
        Ranks of the levels whose borders are locked; at first all but the deepest.
    keeps_compounds : bool
        Whether no border may cut a compound of the list; at first so.
    warning : str
        Key of what to mind about what is proposed (see :class:`gridmap.mending.Offer`), empty if there is nothing.
    is_provisional : bool
        Whether what is proposed goes on changing with the pointer, so that there is nothing to accept yet.
    tool : str
        Key of the tool in hand; ``""`` if it is not one that changes boundaries.
    compound : int
        Id of the row of the compound whose outline is worked on, 0 for none.
    takes_over : callable
        Called with what is accepted; returns whether it does that itself, off the window's thread and below a bar: what
        writes much.
    """

    outcome_changed = Signal()
    options_changed = Signal()
    option_set = Signal(str)
    """An option's key; its new value is in :attr:`values`."""
    tool_changed = Signal(str)
    locks_changed = Signal()
    accept_wanted = Signal()
    """Somebody pressed the button that does what is proposed."""
    drop_wanted = Signal()
    tool_wanted = Signal(str)
    """A tool is to be taken in hand anew, ``""`` for none that edits."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.outcome: Outcome | None = None
        self.options: tuple[Option, ...] = ()
        self.values: dict[str, str | int] = {}
        self.warning = ""
        self.is_provisional = False
        self.tool, self.compound = "", 0
        self.locked_ranks: frozenset[int] = frozenset()
        self.keeps_compounds = True
        self.takes_over: Callable[[Edit], bool] = lambda _: False
        self._wanted: Edit | None = None
        self._job: Job | None = None
        self._cost_ms: dict[type, float] = {}
        """By the kind of edit what it is expected to take."""
        self._ground_m2: dict[type, float] = {}
        """And over which ground the last one of it went."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._work)
        session.plan_changed.connect(self._plan_changed)
        session.closed.connect(self.drop)

    @property
    def subject(self) -> str:
        """What the compound is called whose outline is worked on with the tool in hand, ``""`` for other tools."""
        names = self.session.plan.tables["compounds"]["name"]
        return str(names.get(self.compound, "")) if self.tool.startswith("outline") else ""

    # ---- locks -------------------------------------------------------------------------------------------------------

    @property
    def locks(self) -> Locks:
        """Which borders stay where they are: of the locked levels, and of the grids that are marked as locked."""
        return Locks(self.locked_ranks, Locks.default(self.session.plan).grids, self.keeps_compounds)

    def keep_compounds(self, keep: bool) -> None:
        """Say whether no border may cut a compound of the list; what is proposed is looked at again."""
        if keep != self.keeps_compounds:
            self.keeps_compounds = keep
            self._locks_changed()

    def lock_level(self, rank: int, locked: bool) -> None:
        """Lock the borders of a level or unlock them; what is proposed is looked at again."""
        ranks = self.locked_ranks | {rank} if locked else self.locked_ranks - {rank}
        if ranks != self.locked_ranks:
            self.locked_ranks = ranks
            self._locks_changed()

    def _locks_changed(self) -> None:
        self.locks_changed.emit()
        if self.outcome is not None and self._wanted is None:
            self.propose(self.outcome.edit, self.warning)

    def _plan_changed(self, _before: Plan, plan: Plan, change: Change | None) -> None:
        self.drop()
        if change is None:
            self.locked_ranks, self.keeps_compounds = Locks.default_ranks(plan), True
            self.locks_changed.emit()

    # ---- proposing ---------------------------------------------------------------------------------------------------

    @property
    def is_waiting(self) -> bool:
        """Whether something is proposed whose outcome is not known yet."""
        return self._wanted is not None or self._job is not None

    def propose(self, edit: Edit, warning: str = "", *, provisional: bool = False) -> None:
        """Have it shown what an edit would do, and what to mind; it takes the place of what was proposed before."""
        self._wanted, self.warning, self.is_provisional = edit, warning, provisional
        if self._job is None and not self._soon.isActive():
            self._soon.start()

    def drop(self) -> None:
        """Forget what is proposed."""
        self._soon.stop()
        self._wanted, self.warning, self.is_provisional = None, "", False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self.outcome is not None:
            self.outcome = None
            self.outcome_changed.emit()

    def accept(self) -> bool:
        """Do what is proposed; return whether it was done, or is being done. What is refused stays, with its reason."""
        edit = self._wanted or (self.outcome.edit if self.outcome is not None else None)
        if self._job is not None and self._wanted is None:
            edit = self._edit_in_job
        if edit is None or not self.session.can_edit:
            return False
        outcome = self.outcome
        now = self.session.plan, self.locks
        if outcome is None or outcome.edit is not edit or (outcome.plan, outcome.locks) != now:
            outcome = work_out(now[0], edit, now[1])
        if outcome.change is None:
            self.drop()
            self._show(outcome)
            return False
        self.drop()
        known = Known(outcome.change)
        return self.takes_over(known) or self.session.perform(known) is not None

    def _work(self) -> None:
        edit, plan, locks = self._wanted, self.session.plan, self.locks
        if edit is None:
            return
        self._wanted = None
        if self._expected_ms(edit) <= BUDGET_MS:
            self._show(work_out(plan, edit, locks))
            return
        self._edit_in_job = edit
        self.session.start(
            "job-proposing", lambda _: work_out(plan, edit, locks), self._take, watch=self._begun, apart=True
        )

    def _expected_ms(self, edit: Edit) -> float:
        untried = 0.0 if len(self.session.plan.ids) < LARGE_PLAN else math.inf
        cost, ground = self._cost_ms.get(type(edit), untried), self._ground_m2.get(type(edit), math.inf)
        return cost if _ground_of(edit) <= _MUCH_LARGER * ground else max(cost, untried)

    _edit_in_job: Edit | None = None

    def _begun(self, job: Job) -> None:
        self._job = job
        job.ended.connect(lambda: self._ended(job))

    def _take(self, outcome: Outcome) -> None:
        if self._job is not None and outcome.edit is self._edit_in_job and outcome.plan is self.session.plan:
            self._show(outcome)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            if self._wanted is not None:
                self._soon.start()

    def _show(self, outcome: Outcome) -> None:
        kind = type(outcome.edit)
        # Costs jump while one draws, from one grid to the next: a quick outcome does not promise that the next one is.
        self._cost_ms[kind] = max(outcome.took_ms, _FORGETS * self._cost_ms.get(kind, 0.0))
        self._ground_m2[kind] = _ground_of(outcome.edit)
        self.outcome = outcome
        self.outcome_changed.emit()

    def take_up(self, tool: str) -> None:
        """Say which tool is in hand."""
        if tool != self.tool:
            self.tool = tool
            self.tool_changed.emit(tool)

    def outline(self, compound: int) -> None:
        """Ask for the tool with which the outline of a compound is drawn, by the id of its row."""
        self.compound = compound
        self.tool_wanted.emit("outline")

    def correct_outline(self, compound: int) -> None:
        """Ask for the tool with which the vertices of a compound's outline are moved, by the id of its row."""
        self.compound = compound
        self.tool_wanted.emit("outline-vertices")

    # ---- options -----------------------------------------------------------------------------------------------------

    def ask(self, options: tuple[Option, ...], values: Mapping[str, str | int] | None = None) -> None:
        """Let the user choose some things about the edit in hand; what was chosen before stays unless given anew."""
        kept = {option.key: self.values[option.key] for option in options if option.key in self.values}
        now = {**kept, **(values or {})}
        if options != self.options or now != self.values:
            self.options, self.values = options, now
            self.options_changed.emit()

    def choose(self, key: str, value: str | int) -> None:
        """Choose something."""
        if self.values.get(key) != value:
            self.values[key] = value
            self.option_set.emit(key)


def _ground_of(edit: Edit) -> float:
    """Return the ground that the shapes of an edit stretch over, m2; 0 for one that has none."""
    shapes = [value for value in getattr(edit, "__dict__", {}).values() if isinstance(value, shapely.Geometry)]
    boxes = [shape.bounds for shape in shapes if not shape.is_empty]
    return max(((east - west) * (north - south) for west, south, east, north in boxes), default=0.0)
