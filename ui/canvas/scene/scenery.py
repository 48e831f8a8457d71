"""The scenes of the plan that is shown: made in the background as views ask for them, kept while they serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from gridmap.ground.tiling.proof import grid_index
from gridmap.model.plan import Plan
from layers.marks import Box
from layers.shown import ShownLayer
from ui.canvas.scene.names import NO_NAMES, NameColumns, names_of
from ui.canvas.scene.scene import Scene, Wanted, build_scene, covers, levels_of, rearranged, wanted_for
from ui.session.freeing import free_elsewhere
from ui.session.jobs import Job

KEPT: Final = 6
"""Scenes that are kept for going back to."""

_GROW: Final = 0.75
_PATCHES: Final = 24
_REBUILD_MS: Final = 700


@dataclass(frozen=True, eq=False)
class _Made:
    plan: Plan
    layers: tuple[ShownLayer, ...]
    scene: Scene
    patch: bool


class Scenery(QObject):
    """Keeps the scenes of one plan and makes those that are missing.

    Signals
    -------
    arrived : Box or None
        A scene is ready: paint the box anew, everything for ``None``.
    named : ()
        :attr:`Scenery.names` are those of the latest scene.
    failed : Exception
        A scene could not be made.
    """

    arrived = Signal(object)
    named = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.layers: tuple[ShownLayer, ...] = ()
        self.names: NameColumns = NO_NAMES
        self.is_known = False
        """Whether the plan's levels and spatial index are worked out, so that asking for them takes no time."""
        self.rank: int | None = None
        """A level that is shown at every scale, ``None`` for the one that fits."""
        self._scenes: list[Scene] = []
        self._patches: list[tuple[Scene, Box]] = []
        self._asked: tuple[Box, float] | None = None
        self._job: Job | None = None
        self._naming: Job | None = None
        self._making: Wanted | None = None
        self._waiting: list[Box] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REBUILD_MS)
        self._later.timeout.connect(self._rebuild)
        self._stale = False

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def show(self, plan: Plan, layers: Sequence[ShownLayer]) -> None:
        """Show another plan, or other layers; what was made before is kept where it has all that is to be shown."""
        self._drop_job()
        new_plan = plan is not self.plan
        wrote_names = self.shows_names
        self.plan, self.layers = plan, tuple(layers)
        before = [*self._scenes, *(scene for scene, _ in self._patches)]
        if new_plan or self._stale:
            self._scenes = []
        else:
            again = [rearranged(scene, self.layers) for scene in self._scenes]
            self._scenes = [scene for scene in again if scene is not None]
        self._patches, self._waiting, self._stale = [], [], False
        self._free(before)
        if new_plan:
            self.is_known = False
            self.names = NO_NAMES
        elif self._scenes and self.shows_names and not wrote_names:
            self._name(self._scenes[0])
        self._later.stop()
        self._work()

    def follow(self, plan: Plan, box: Box | None, layers: Sequence[ShownLayer]) -> None:
        """Show the plan after a change; what lies outside the box is shown as before until there is time.

        Of a plan that was read from its file again nothing is known yet, so that it is shown as another one.
        """
        self.layers = tuple(layers)
        follows = self.plan is not None and levels_of.is_known(plan)
        if box is None or not follows or not self._scenes or len(self._patches) >= _PATCHES:
            known = self.is_known
            self.show(plan, layers)
            self.is_known = known and self.is_known
            return
        self._drop_job()
        self.plan, self._stale = plan, True
        self._waiting.append(box)
        self._work()

    def let_go(self) -> None:
        """Stop all work."""
        self._later.stop()
        if self._naming is not None:
            self._naming.cancel()
            self._naming = None
        self._drop_job()

    # ---- views -------------------------------------------------------------------------------------------------------

    def ask(self, box: Box, metres_per_dot: float) -> None:
        """Say what is looked at; a scene for it is made if there is none."""
        self._asked = (box, metres_per_dot)
        self._work()

    def stack(self, box: Box, metres_per_dot: float) -> list[tuple[Scene, Box | None]]:
        """Return the best scenes there are for a view, to be painted one on the other, each only inside its box."""
        if self.plan is None or not self.is_known:
            return []
        wanted = wanted_for(self.plan, box, metres_per_dot, self.rank)
        best = min(self._scenes, key=lambda scene: _unlike(scene, wanted), default=None)
        if best is None:
            return []
        result: list[tuple[Scene, Box | None]] = []
        if not covers(best.wanted.box, box):
            wide = [scene for scene in self._scenes if covers(scene.wanted.box, box)]
            if wide:
                result.append((min(wide, key=lambda scene: _unlike(scene, wanted)), None))
        result.append((best, best.wanted.box))
        return result + [(scene, patch) for scene, patch in self._patches]

    def serves(self, box: Box, metres_per_dot: float) -> bool:
        """Whether there is a scene that fits a view exactly."""
        if self.plan is None or not self.is_known:
            return False
        wanted = wanted_for(self.plan, box, metres_per_dot, self.rank)
        return any(scene.wanted.serves(wanted) for scene in self._scenes)

    @property
    def shows_names(self) -> bool:
        """Whether names are to be written."""
        return any(shown.visible and shown.layer.is_written for shown in self.layers)

    @property
    def is_working(self) -> bool:
        """Whether a scene is being made, or will be soon."""
        return self._job is not None or self._naming is not None or self._later.isActive()

    @property
    def is_naming(self) -> bool:
        """Whether names for the latest scene are being worked out."""
        return self._naming is not None

    # ---- work --------------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        """Start the most urgent work, unless it is going on already."""
        if self.plan is None or not len(self.plan.ids) or (self._waiting and self._job is not None):
            return
        if self._waiting and self._asked is not None:
            box = self._waiting.pop(0)
            wanted = wanted_for(self.plan, self._asked[0], self._asked[1], self.rank)
            self._start(replace(wanted, box=box), patch=True)
            return
        if self._asked is None:
            if not self.is_known and self._job is None:
                self._start(None)
            return
        if not self.is_known:
            if self._job is None:
                self._start(None)
            return
        if self.serves(*self._asked):
            return
        wanted = wanted_for(self.plan, self._asked[0], self._asked[1], self.rank)
        if self._job is not None:
            if self._making is not None and self._making.serves(wanted):
                return
            self._drop_job()
        self._start(_grown(wanted))

    def _rebuild(self) -> None:
        """Make the scene of the view for the present plan, so that the patches can go."""
        if self._stale and self._job is None and self._asked is not None and self.plan is not None:
            self._start(_grown(wanted_for(self.plan, self._asked[0], self._asked[1], self.rank)))

    def _start(self, wanted: Wanted | None, *, patch: bool = False) -> None:
        plan, layers, rank, asked = self.plan, self.layers, self.rank, self._asked
        assert plan is not None

        def work(job: Job) -> _Made | None:
            levels_of(plan)
            grid_index(plan)
            job.step()
            if wanted is None and asked is None:
                return None
            made_for = wanted
            if made_for is None:
                assert asked is not None
                made_for = _grown(wanted_for(plan, asked[0], asked[1], rank))
            scene = build_scene(plan, layers, made_for, job.step)
            return _Made(plan, layers, scene, patch)

        self._making = wanted
        job = self._job = Job(work, self)
        job.finished.connect(lambda made: self._take(job, made))
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._ended(job))
        job.start()

    def _take(self, job: Job, made: _Made | None) -> None:
        if job is not self._job or self.plan is None:
            return
        self.is_known = True
        if made is None or made.plan is not self.plan or made.layers != self.layers:
            return
        if made.patch:
            box = made.scene.wanted.box
            assert box is not None
            self._patches.append((made.scene, box))
            self._later.start()
            self.arrived.emit(box)
            return
        was_stale, before = self._stale, [*self._scenes, *(scene for scene, _ in self._patches)]
        if self._stale:
            self._scenes, self._patches, self._stale = [], [], False
        self._scenes = [made.scene, *self._scenes][:KEPT]
        self._free(before)
        self._name(made.scene)
        self.arrived.emit((0.0, 0.0, 0.0, 0.0) if was_stale and made.scene.wanted.box is None else None)

    def _name(self, scene: Scene) -> None:
        """Work out the names for a scene, after it is on the screen."""
        if self._naming is not None:
            self._naming.cancel()
        if not self.shows_names:
            self._naming = None
            return
        plan, wanted = scene.plan, scene.wanted
        closest = self._asked[1] / 2 if self._asked is not None else 0.0

        def take(names: NameColumns) -> None:
            if job is self._naming:
                self.names = names
                self.named.emit()

        def ended() -> None:
            if job is self._naming:
                self._naming = None
            job.leave()

        job = Job(lambda job: names_of(plan, wanted.rank, wanted.box, wanted.detail_m, closest, job.step), self)
        self._naming = job
        job.finished.connect(take)
        job.failed.connect(self.failed)
        job.ended.connect(ended)
        job.start()

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = self._making = None
            self._work()
        job.leave()

    def _free(self, scenes: list[Scene]) -> None:
        """Let go of those scenes that are kept no more in another thread: each may be the last to hold its plan."""
        kept = {id(scene) for scene in (*self._scenes, *(scene for scene, _ in self._patches))}
        free_elsewhere(*(scene for scene in scenes if id(scene) not in kept))

    def _drop_job(self) -> None:
        if self._job is not None:
            job, self._job, self._making = self._job, None, None
            job.cancel()

    def wait(self) -> None:
        """Give up all work; nothing is waited for, and no more is begun."""
        self._drop_job()
        for job in self.findChildren(Job):
            job.leave()


def _grown(wanted: Wanted) -> Wanted:
    """Return what is wanted with ground around it, so that the next pans find it made."""
    if wanted.box is None:
        return wanted
    west, south, east, north = wanted.box
    dx, dy = (east - west) * _GROW, (north - south) * _GROW
    return replace(wanted, box=(west - dx, south - dy, east + dx, north + dy))


def _unlike(scene: Scene, wanted: Wanted) -> tuple[bool, bool, int, float]:
    """Return how ill a scene serves, for choosing the least."""
    has = scene.wanted
    apart = has.box is not None and wanted.box is not None and not _meet(has.box, wanted.box)
    ratio = (has.detail_m + 0.25) / (wanted.detail_m + 0.25)
    return apart, not has.serves(wanted), abs(has.rank - wanted.rank), max(ratio, 1 / ratio)


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
