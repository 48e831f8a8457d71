"""The chosen grids ready to be lit up: those in sight alone, and very many of them made ready in another thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QObject, Signal

from gridmap.model.plan import Plan
from layers.marks import Box
from ui.canvas.highlight import Lit, grids_lit
from ui.canvas.scene.scene import covers
from ui.session.jobs import Job

MOST_LIT: Final = 4000
AT_ONCE: Final = 150
"""So many grids are made ready before the map is painted, which takes 50 to 100 us for each."""
_MOST_POINTS: Final = 20_000
"""Unless they have more vertices than that."""
_GROW: Final = 0.75


@dataclass(frozen=True, eq=False)
class _Ready:
    """What is ready: grids of a plan at a detail, as far as they come into a box."""

    plan: Plan | None
    grids: tuple[int, ...]
    detail_m: float
    box: Box
    lit: Lit | None

    def serves(self, other: _Ready) -> bool:
        """Whether it is what is wanted, or will be."""
        same = self.plan is other.plan and self.grids == other.grids and self.detail_m == other.detail_m
        return same and covers(self.box, other.box)


class ChosenGrids(QObject):
    """Makes chosen grids ready for being lit up.

    Where that takes longer than a frame it is done in another thread; what is ready of them, for another view or before
    an edit, is lit up meanwhile, and those that were added with it.

    Signals
    -------
    ready : ()
        More is ready than was returned last: paint anew.
    """

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ready: _Ready | None = None
        self._more: _Ready | None = None
        """Those that were chosen since."""
        self._wanted: _Ready | None = None
        self._job: Job | None = None

    @property
    def is_working(self) -> bool:
        """Whether more is being made ready."""
        return self._job is not None

    def forget(self) -> None:
        """Forget everything: another plan is shown."""
        self._drop_job()
        self._ready = self._more = None

    def plan_changed(self) -> None:
        """Make all of it ready anew, for grids may have another shape; what is ready holds no plan any more."""
        self._drop_job()
        self._more = None
        if self._ready is not None:
            held = self._ready
            self._ready = _Ready(None, held.grids, held.detail_m, held.box, held.lit)

    def let_go(self) -> None:
        """Stop all work."""
        self.forget()

    def of(self, plan: Plan, grids: tuple[int, ...], detail_m: float, box: Box) -> list[Lit]:
        """Return what is ready of some grids, for a view of a box of the plan's CRS."""
        wanted = _Ready(plan, grids[-MOST_LIT:], detail_m, box, None)
        if self._ready is None or not self._ready.serves(wanted):
            self._make(wanted)
        held = [one.lit for one in (self._ready, self._more) if one is not None and one.lit is not None]
        return held if wanted.grids else []

    def _make(self, wanted: _Ready) -> None:
        plan, grids = wanted.plan, wanted.grids
        assert plan is not None
        if self._wanted is not None and self._wanted.serves(wanted):
            return
        self._drop_job()
        grown = _grown(wanted.box)
        at = plan.positions(np.array(grids, dtype=np.int64))
        boxes = shapely.bounds(plan.all_shapes[at[at >= 0]])
        seen = (boxes[:, 0] <= grown[2]) & (boxes[:, 2] >= grown[0])
        near = at[at >= 0][seen & (boxes[:, 1] <= grown[3]) & (boxes[:, 3] >= grown[1])]
        is_quick = len(near) <= AT_ONCE and shapely.get_num_coordinates(plan.all_shapes[near]).sum() <= _MOST_POINTS
        wanted = _Ready(plan, grids, wanted.detail_m, grown, None)
        if is_quick:
            self._ready, self._more = _made(wanted, plan.ids[near].tolist()), None
            return
        self._keep_what_serves(plan, wanted)
        self._begin(wanted, plan.ids[near].tolist())

    def _keep_what_serves(self, plan: Plan, wanted: _Ready) -> None:
        """Go on lighting up what is chosen still, and make ready at once the few that are chosen since."""
        self._more = None
        held = self._ready
        if held is None:
            return
        since = {*wanted.grids}.difference(held.grids)
        if not {*held.grids} <= {*wanted.grids}:
            self._ready = None
        elif since and len(since) <= AT_ONCE:
            self._more = _made(wanted, sorted(since))

    def _begin(self, wanted: _Ready, near: list[int]) -> None:
        job = Job(lambda _: _made(wanted, near), self)
        self._wanted, self._job = wanted, job

        def take(made: _Ready) -> None:
            if job is self._job:
                self._ready, self._more = made, None

        def ended() -> None:
            if job is self._job:
                self._wanted = self._job = None
                self.ready.emit()
            job.leave()

        job.finished.connect(take)
        job.ended.connect(ended)
        job.start()

    def _drop_job(self) -> None:
        if self._job is not None:
            job, self._job, self._wanted = self._job, None, None
            job.leave()  # it would end with this, and its thread work on


def _made(wanted: _Ready, grids: list[int]) -> _Ready:
    plan = wanted.plan
    assert plan is not None
    lit = grids_lit(plan, tuple(grids), wanted.detail_m)
    return _Ready(plan, wanted.grids, wanted.detail_m, wanted.box, lit)


def _grown(box: Box) -> Box:
    west, south, east, north = box
    dx, dy = (east - west) * _GROW, (north - south) * _GROW
    return west - dx, south - dy, east + dx, north + dy
