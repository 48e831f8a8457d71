"""Mending a whole project in one undoable step, by rules that may run unattended.

The ground is mended from the top level down, because a fault of a village's border shows again in its grids. On each
level pieces of ground go where they are least in the way: an overlap stays with the grid whose own children hold it,
or with a carved grid, or with the one that it hangs together with more; a gap goes to the grid whose children hold it
already, or with the longest border; what lies outside the parent is taken off. At last vertices are matched. Exempting,
accepting and drawing new grids are decisions and never done here. Whatever cannot be decided is left, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely

from gridmap.change import Change, change_of
from gridmap.checks.base import RULES
from gridmap.edits.ground import clip_to_parent
from gridmap.edits.reshaping import Reshaping
from gridmap.edits.rings import ground_of
from gridmap.edits.vertices import make_valid
from gridmap.errors import BadInput, Refused
from gridmap.placement import households_in
from gridmap.plan import Plan
from gridmap.tiling import Tiling, tiling, validity

UNATTENDED = ("invalid-shape", "overlap", "overhang", "gap", "unmatched-vertices")
"""Rules whose findings may be mended without anybody looking, in the order in which they are."""

_ROUNDS = 4

Progress = Callable[[str, int, int], None]
"""Called with a rule's key, the number of faults of it that were looked at, and how many there are."""


@dataclass(frozen=True)
class Mended:
    """One fault that was mended.

    Attributes
    ----------
    rule : str
    how : str
        Key of what was done: ``give-ground``, ``clip-to-parent``, ``match-vertices``, ``make-valid``.
    grids : tuple of int
        Ids of the grids concerned, the one that received or lost the ground first.
    area_m2, households : float, int
        How much ground was moved, and who lives on it.
    where : geometry
    """

    rule: str
    how: str
    grids: tuple[int, ...]
    area_m2: float
    households: int
    where: shapely.Geometry


@dataclass(frozen=True)
class Left:
    """One fault that was left as it is, and the key of the reason why."""

    rule: str
    reason: str
    grids: tuple[int, ...]
    where: shapely.Geometry | None


@dataclass(frozen=True, eq=False)
class Mending:
    """What :func:`fix_all` would do to a plan: itself an edit that a project can perform."""

    result: Change
    mended: tuple[Mended, ...]
    left: tuple[Left, ...]

    def change(self, plan: Plan) -> Change:
        """Return the change; ``ValueError`` if the plan is no longer the one that it was worked out for."""
        if not self.result.fits(plan):
            raise ValueError("the plan changed since the mending was worked out")
        return self.result


def fix_all(plan: Plan, rules: Iterable[str] | None = None, progress: Progress | None = None) -> Mending:
    """Work out how to mend all faults that may be mended unattended.

    Parameters
    ----------
    rules : iterable of str, optional
        Only these rules' findings; those of :data:`UNATTENDED` by default.
    progress : callable, optional
        See :data:`Progress`. It may raise to cancel.

    Raises
    ------
    BadInput
        ``unknown-rule``, or ``rule-not-unattended`` with the rules that may run unattended.
    """
    wanted = list(UNATTENDED if rules is None else rules)
    for key in wanted:
        if key not in RULES:
            raise BadInput("unknown-rule", value=key, expected=", ".join(UNATTENDED))
        if key not in UNATTENDED:
            raise BadInput("rule-not-unattended", value=key, expected=", ".join(UNATTENDED))
    work = _Work(plan, progress or (lambda rule, done, of: None))
    for _ in range(_ROUNDS):
        if not work.round([rule for rule in UNATTENDED if rule in wanted]):
            break
    return work.mending()


class _Work:
    """Goes over a plan round by round until nothing changes."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.first = plan
        self.plan = plan
        self.progress = progress
        self.mended: list[Mended] = []
        self.left: list[Left] = []

    def round(self, rules: list[str]) -> bool:
        """Mend what can be mended, each rule once on each level; return whether anything changed."""
        self.left = []
        before = self.plan
        if "invalid-shape" in rules:
            self._step(self._make_valid)
        ground = {"overlap": self._overlaps, "overhang": self._overhangs, "gap": self._gaps}
        for level in self.plan.scheme.levels:
            for rule in rules:
                if rule in ground:
                    self._step(partial(ground[rule], rank=level.rank))
        if "unmatched-vertices" in rules:
            self._step(self._match_vertices)
        return self.plan is not before

    def _step(self, mend: Callable[[Reshaping], None]) -> None:
        reshaping = Reshaping(self.plan)
        mend(reshaping)
        if reshaping.changed:
            change = reshaping.change("fix-all")
            if change:
                self.plan = self.plan.apply(change)

    def mending(self) -> Mending:
        """Return all rounds as one change."""
        old, new = self.first.all_shapes, self.plan.all_shapes
        ids = self.first.ids[[one is not two for one, two in zip(old, new, strict=True)]]
        rows = self.plan.grids.loc[ids]
        change = change_of(self.first, "fix-all", put={"grids": rows}, values={"count": len(self.mended)})
        return Mending(change, tuple(self.mended), tuple(self.left))

    # ---- one rule each -----------------------------------------------------------------------------------------------

    def _make_valid(self, work: Reshaping) -> None:
        at = np.flatnonzero(self.plan.has_shape & ~validity(self.plan))
        for number, grid in enumerate(self.plan.ids[at].tolist()):
            self.progress("invalid-shape", number, len(at))
            self._try("invalid-shape", (grid,), None, partial(make_valid, work, grid))
            if grid in work.changed:
                self._note("invalid-shape", "make-valid", (grid,), work.changed[grid], moved=False)

    def _overlaps(self, work: Reshaping, rank: int) -> None:
        found = self._found.overlaps
        rows = self._rows_of_rank(found.grids[:, 0], rank)
        for number, row in enumerate(rows):
            self.progress("overlap", number, len(rows))
            one, two = found.grids[row].tolist()
            shapes = work.shapes([one, two])
            ground = ground_of(shapely.intersection(*shapes), work.noise) if found.shape[row] is not None else None
            ground = None if ground is None else ground_of(shapely.intersection(ground, found.shape[row]), work.noise)
            if ground is None:
                continue
            refused = len(self.left)
            for keeper, loser in self._by_claim(work, ground, one, two):
                del self.left[refused:]  # what kept the first way from working is told only if the second fails too
                if self._try("overlap", (keeper, loser), ground, partial(work.move_ground, ground, None, [loser])):
                    self._note("overlap", "give-ground", (keeper, loser), ground)
                    break

    def _overhangs(self, work: Reshaping, rank: int) -> None:
        found = self._found.overhangs
        rows = self._rows_of_rank(found.grids[:, 0], rank)
        done: set[int] = set()
        for number, row in enumerate(rows):
            self.progress("overhang", number, len(rows))
            grid, ground = int(found.grids[row, 0]), found.shape[row]
            if grid not in done and self._try("overhang", (grid,), ground, partial(clip_to_parent, work, grid)):
                done.add(grid)
            if grid in done:
                self._note("overhang", "clip-to-parent", (grid,), ground)

    def _gaps(self, work: Reshaping, rank: int) -> None:
        found = self._found.gaps
        rank_above = np.zeros(len(found), dtype=np.int64)
        at = self.plan.positions(found.parent)
        rank_above[at >= 0] = self.plan.ranks[at[at >= 0]]
        rows = np.flatnonzero(rank_above == rank - 1)
        for number, row in enumerate(rows.tolist()):
            self.progress("gap", number, len(rows))
            parent, ground = int(found.parent[row]), found.shape[row]
            family = work.children(parent)
            near = family[shapely.dwithin(work.shapes(family), ground, work.noise)]
            taken = work.shapes([grid for grid in near.tolist() if grid in work.changed])
            if len(taken):
                bare = ground_of(shapely.difference(ground, shapely.union_all(taken)), work.noise)
                if bare is None:
                    continue
                ground = bare
            for piece in shapely.get_parts(ground):
                self._fill(work, parent, piece, near)

    def _fill(self, work: Reshaping, parent: int, piece: shapely.Geometry, near: np.ndarray) -> None:
        """Give one bare piece to the best taker; if that cannot hand it down, to the next."""
        lost = self._lost_shape(parent)
        if lost is not None:
            work.put(lost, piece)
            work.share_vertices(shapely.get_coordinates(piece))
            self._note("gap", "give-ground", (lost,), piece)
            return
        candidates = near
        while True:
            taker = work.best_taker(piece, candidates)
            if taker is None:
                self.left.append(Left("gap", "no-taker", (parent,) if parent else (), piece))
                return
            if self._try("gap", (taker,), piece, partial(work.move_ground, piece, taker, []), final=False):
                self._note("gap", "give-ground", (taker,), piece)
                return
            candidates = candidates[candidates != taker]

    def _lost_shape(self, parent: int) -> int | None:
        """Return the one grid below a parent that must have a shape and has none, if there is one gap to put it in."""
        if int((self._found.gaps.parent == parent).sum()) != 1:
            return None
        at = self.plan.child_positions([parent]) if parent else np.empty(0, np.int64)
        must = self.plan.of_kinds(kind for kind in self.plan.scheme.kinds if kind.shape_required)
        lost = at[must[at] & ~self.plan.has_shape[at]]
        return int(self.plan.ids[lost[0]]) if len(lost) == 1 else None

    def _match_vertices(self, work: Reshaping) -> None:
        found = self._found.unmatched
        for row in range(len(found)):
            self.progress("unmatched-vertices", row, len(found))
            before = dict(work.changed)
            work.share_vertices(shapely.get_coordinates(found.where[row]))
            if work.changed != before:
                grids = (int(found.lacking[row]), *found.others[row].tolist())
                self._note("unmatched-vertices", "match-vertices", grids, found.where[row], moved=False)

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def _by_claim(
        self, work: Reshaping, ground: shapely.Geometry, one: int, two: int
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return (keeper, loser) of an overlap, the better way first."""
        kinds = [self.plan.scheme.kind(self.plan.value(grid, "kind")) for grid in (one, two)]
        claims = []
        for grid, kind in zip((one, two), kinds, strict=True):
            rest = shapely.difference(work.shape(grid), ground)
            parts = len(shapely.get_parts(rest)) - len(shapely.get_parts(work.shape(grid)))
            hangs_on = shapely.length(shapely.intersection(shapely.boundary(ground), shapely.boundary(rest)))
            claims.append(
                (
                    round(work.held_below(ground, grid), 3),
                    kind.ground == "carve",
                    parts > 0 or shapely.is_empty(rest),  # who would fall apart or vanish keeps it
                    round(float(hangs_on), 3),
                    -grid,
                )
            )
        ways = ((one, two), (two, one))
        return ways if claims[0] >= claims[1] else (ways[1], ways[0])

    # ---- book-keeping ------------------------------------------------------------------------------------------------

    @property
    def _found(self) -> Tiling:
        return tiling(self.plan)

    def _rows_of_rank(self, grids: np.ndarray, rank: int) -> list[int]:
        return np.flatnonzero(self.plan.ranks[self.plan.positions(grids)] == rank).tolist()

    def _try(
        self,
        rule: str,
        grids: tuple[int, ...],
        where: shapely.Geometry | None,
        act: Callable[[], object],
        final: bool = True,
    ) -> bool:
        """Do something; if it is refused, write down why (unless another way will be tried) and go on."""
        try:
            act()
        except Refused as refused:
            if final:
                self.left.append(Left(rule, refused.key, grids, where))
            return False
        return True

    def _note(
        self, rule: str, how: str, grids: tuple[int, ...], where: shapely.Geometry, *, moved: bool = True
    ) -> None:
        area = float(where.area) if moved else 0.0
        homes = int(households_in(self.first, np.array([where], dtype=object))[0]) if moved else 0
        self.mended.append(Mended(rule, how, grids, area, homes, where))
