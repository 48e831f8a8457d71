"""Mending a whole project in one undoable step, by rules that may run unattended.

The ground is mended from the top level down, because a fault of a village's border shows again in its grids. On each
level pieces of ground go where they are least in the way: an overlap stays with the grid whose own children hold it,
or with a carved grid, or with the one that it hangs together with more, unless that leaves a grid in more parts than
the other way round; a gap goes to the grid whose children hold it already, or with the longest border; what lies
outside the parent is taken off. At last vertices are matched. Only ground that is narrow or small, and on which nobody
lives, moves (see :mod:`gridmap.mending.bounds`); wider ground is a decision, and so are exempting, accepting and
drawing new grids. Whatever cannot be decided is left, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely

from gridmap.checks.ground.repeated_points import repeats_points
from gridmap.checks.registry import RULES, without_findings
from gridmap.ground.placement import building_index, households_in
from gridmap.ground.tiling import NO_PARENT, Pieces, Tiling, valid_shapes, validity, width
from gridmap.ground.tiling.in_steps import TilingInSteps
from gridmap.mending.bare import households_left_alone, strangers_on, without_strangers
from gridmap.mending.bounds import Known, reaches_over, why_not_to_fill, why_to_ask
from gridmap.mending.claims import by_claim
from gridmap.mending.decided import Decided
from gridmap.mending.looking import Looking
from gridmap.mending.lost_shapes import lacking_shapes, may_be_all_of_it
from gridmap.mending.parents import NEARLY_ALL, by_place_and_code
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import BadInput, Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.reshaping.repairs import drop_repeated_points, give_shape, ground_about, make_valid, match_vertices
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import ground_of

UNATTENDED = (
    "invalid-shape",
    "repeated-points",
    "orphan",
    "wrong-parent",
    "overlap",
    "overhang",
    "gap",
    "unmatched-vertices",
)
"""Rules whose findings may be mended without anybody looking, in the order in which they are."""

_ROUNDS = (0.6, 0.25, 0.1, 0.05)
"""How much of the work each round is reckoned to be; most find nothing more to do after the second."""
_WHOLE = 10_000
_FAR_LARGER = 5.0

Progress = Callable[[str, int, int], None]
"""Called with a rule's key, how much of the whole work is done, and how much there is; the share only rises."""


@dataclass(frozen=True)
class Mended:
    """One fault that was mended.

    Attributes
    ----------
    rule : str
    how : str
        Key of what was done: ``give-ground``, ``give-shape``, ``clip-to-parent``, ``match-vertices``, ``make-valid``,
        ``drop-repeated-points`` or ``set-parent``.
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
    """What :func:`fix_all` would do to a plan: itself an edit that a project can perform.

    Attributes
    ----------
    result : Change
    mended, left : tuples
    found : TilingInSteps, optional
        What is found in the plan after it, for whoever checks that next.
    """

    result: Change
    mended: tuple[Mended, ...]
    left: tuple[Left, ...]
    found: TilingInSteps | None = None

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
    for part in _ROUNDS:
        if not work.round([rule for rule in UNATTENDED if rule in wanted], part):
            break
    return work.mending()


@dataclass(frozen=True)
class _Note:
    """One thing that was done; ``moved`` says whether ``where`` is ground that moved."""

    rule: str
    how: str
    grids: tuple[int, ...]
    where: shapely.Geometry
    moved: bool


class _Work:
    """Goes over a plan round by round until nothing changes."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.first = plan
        self._tiling = TilingInSteps(plan)  # of the plan itself, whose checks will ask for it too
        building_index(plan)
        self.plan = without_findings(plan)
        self.progress = progress
        self._begun = self._part = 0.0
        self._stage = 0
        self._stages = 6 + 3 * len(plan.scheme.levels)
        self.notes: list[_Note] = []
        self.left: list[Left] = []
        self._rules: list[str] = []
        self._known = Known(self._overhangs_of)
        self._looking = Looking(self._known)
        self._decided = Decided[Left]()
        self._tries = 0
        self._without_shape: dict[int, list[int]] = {}

    def _tell(self, rule: str, number: int, of: int) -> None:
        """Tell that so many faults of a rule were looked at, of so many in the present stage of the round."""
        within = min((self._stage + number / max(of, 1)) / self._stages, 1.0)
        self.progress(rule, int(_WHOLE * (self._begun + self._part * within)), _WHOLE)

    def round(self, rules: list[str], part: float) -> bool:
        """Mend what can be mended, each rule once on each level; return whether anything changed.

        Parameters
        ----------
        part : float
            How much of the work the round is reckoned to be.
        """
        self._begun, self._part, self._stage = self._begun + self._part, part, 0
        self.left, self._rules = [], rules
        before = self.plan
        if "invalid-shape" in rules:
            self._step(self._make_valid)
        if "repeated-points" in rules:
            self._step(self._drop_repeated_points)
        for rule in ("orphan", "wrong-parent", "overhang"):
            if rule in rules:
                self._tell(rule, 0, 1)
                self._reparent(rule)
                self._stage += 1
        ground = {"overlap": self._overlaps, "overhang": self._overhangs, "gap": self._gaps}
        for level in self.plan.scheme.levels:
            mend = [partial(ground[rule], rank=level.rank) for rule in rules if rule in ground]
            if mend:
                self._step(*mend)
        if "unmatched-vertices" in rules:
            self._step(self._match_vertices)
        return self.plan is not before

    def _step(self, *mend: Callable[[Reshaping], None]) -> None:
        """Mend some things one after the other, all from what was found before."""
        reshaping = Reshaping(self.plan)
        for act in mend:
            act(reshaping)
            self._stage += 1
        if reshaping.changed:
            change = reshaping.change("fix-all")
            if change:
                self._go_on(change)

    def _go_on(self, change: Change) -> None:
        """Go on with the plan after a change."""
        after = self.plan.apply(change)
        self._tiling.follow(change, after)
        self._decided.follow(self.plan, after, change)
        self.plan = after

    def mending(self) -> Mending:
        """Return all rounds as one change."""
        old, new = self.first.all_shapes, self.plan.all_shapes
        touched = np.array([one is not two for one, two in zip(old, new, strict=True)], dtype=bool)
        ids = self.first.ids[touched | (self.first.parents != self.plan.parents)]
        put = {"grids": self.plan.grids.loc[ids]}
        exempt, now = self.first.tables["exempt_areas"], self.plan.tables["exempt_areas"]
        if now is not exempt:  # vertices of its neighbours, and pieces that are another unit's now
            put["exempt_areas"] = now
        change = change_of(self.first, "fix-all", put=put, values={"count": len(self.notes)})
        moved = np.array([note.where if note.moved else None for note in self.notes], dtype=object)
        households = households_in(self.first, moved).tolist() if len(moved) else []
        area = np.where(shapely.is_missing(moved), 0.0, shapely.area(moved)).tolist()
        mended = tuple(
            Mended(note.rule, note.how, note.grids, area[i], households[i], note.where)
            for i, note in enumerate(self.notes)
        )
        return Mending(change, mended, tuple(self.left), self._tiling)

    # ---- one rule each -----------------------------------------------------------------------------------------------

    def _make_valid(self, work: Reshaping) -> None:
        hairy = self.plan.positions(self._found.hairs.lacking)
        at = np.union1d(np.flatnonzero(self.plan.has_shape & ~validity(self.plan)), hairy)
        for number, grid in enumerate(self.plan.ids[at].tolist()):
            self._tell("invalid-shape", number, len(at))
            self._try("invalid-shape", (grid,), None, partial(make_valid, work, grid))
            if grid in work.changed:
                self._note("invalid-shape", "make-valid", (grid,), work.changed[grid], moved=False)

    def _drop_repeated_points(self, work: Reshaping) -> None:
        at = np.flatnonzero(repeats_points(self.plan) & validity(self.plan))
        for number, grid in enumerate(self.plan.ids[at].tolist()):
            self._tell("repeated-points", number, len(at))
            drop_repeated_points(work, grid)
            self._note("repeated-points", "drop-repeated-points", (grid,), work.changed[grid], moved=False)

    def _reparent(self, rule: str) -> None:
        """Record the parent of grids that have none that fits, where place and code agree which it is.

        The one grid that may be a parent, holds (nearly) all the ground, has given it to nobody else, and whose code
        the grid's code begins with.
        """
        plan = self.plan
        found: dict[int, int] = {}
        for at in self._misplaced(rule).tolist():
            grid = int(plan.ids[at])
            parent = by_place_and_code(plan, grid)
            if parent is not None:
                found[grid] = parent
                self._note(rule, "set-parent", (grid, parent), valid_shapes(plan)[at], moved=False)
            elif rule != "overhang":  # an overhang is told when nothing can be clipped
                self.left.append(Left(rule, "place-and-code-disagree", (grid,), valid_shapes(plan)[at]))
        if found:
            rows = edited_rows(plan, "grids", sorted(found), parent=[found[grid] for grid in sorted(found)])
            self._go_on(change_of(plan, "fix-all", put={"grids": rows}))

    def _misplaced(self, rule: str) -> IntArray:
        """Return the positions of grids that need another parent: for want of one that fits, or all outside theirs."""
        plan = self.plan
        if rule == "overhang":
            found = self._found.overhangs
            at = plan.positions(found.grids[:, 0])
            outside = np.bincount(at, weights=shapely.area(found.shape), minlength=len(plan.ids))
            return np.flatnonzero(outside > NEARLY_ALL * shapely.area(valid_shapes(plan)))
        known = plan.positions(plan.parents) >= 0
        lost = (plan.kind_numbers >= 0) & ~plan.parent_fits & (known if rule == "wrong-parent" else ~known)
        may_be = np.array([*(bool(kind.parents) for kind in plan.scheme.kinds), False])
        return np.flatnonzero(lost & may_be[plan.kind_numbers])

    def _overlaps(self, work: Reshaping, rank: int) -> None:
        found = self._found_on(rank).overlaps
        rows = _rows_of_rank(self.plan, found.grids[:, 0], rank)
        if "gap" in self._rules:
            self._looking.ahead(work, _to_fill(self.plan, self._found_on(rank).gaps, rank, self._decided), rank)

        def divide(ground: shapely.Geometry, row: int) -> None:
            one, two = found.grids[row].tolist()
            shapes = work.shapes([one, two])
            if one in work.changed or two in work.changed:
                ground = _within(work, shapely.intersection(ground, shapely.intersection(*shapes)), ground)
            if ground is None or self._is_for_somebody("overlap", (one, two), ground, shapes):
                return
            refused = len(self.left)
            for keeper, loser in by_claim(work, ground, one, two):
                del self.left[refused:]  # what kept the first way from working is told only if the second fails too
                take = partial(work.move_ground, ground, None, [loser], scatters=False)
                if self._try("overlap", (keeper, loser), ground, take):
                    self._note("overlap", "give-ground", (keeper, loser), ground)
                    break

        self._each(work, "overlap", found, rows, divide)

    def _overhangs(self, work: Reshaping, rank: int) -> None:
        found = self._found_on(rank).overhangs
        rows = _rows_of_rank(self.plan, found.grids[:, 0], rank)
        self._looking.at(work, found.shape[rows])
        inhabited = [row for row in rows if self._known.households(self.plan, found.shape[row])]
        alone = {
            grid
            for grid, ground in zip(found.grids[inhabited, 0].tolist(), found.shape[inhabited], strict=True)
            if households_left_alone(self.plan, grid, ground)
        }
        for number, row in enumerate(rows):
            self._tell("overhang", number, len(rows))
            grid, ground = int(found.grids[row, 0]), found.shape[row]
            if grid in alone:
                self.left.append(Left("overhang", "households-left-alone", (grid,), ground))
                continue
            shape = work.shape(grid)
            if grid in work.changed:  # an overlap may have been cut off it there
                ground = _within(work, shapely.intersection(ground, shape), ground)
            whole = np.array([shape], dtype=object)
            if ground is None or self._is_for_somebody("overhang", (grid,), ground, whole):
                continue
            for part in _parts(work, ground):
                clip = partial(work.move_ground, part, None, [grid], scatters=False)
                if self._try("overhang", (grid,), part, clip):
                    self._note("overhang", "clip-to-parent", (grid,), part)

    def _gaps(self, work: Reshaping, rank: int) -> None:
        found = self._found_on(rank).gaps
        if not len(found):
            return
        rows = _rows_below(self.plan, found, rank)
        self._without_shape = lacking_shapes(self.plan)

        def share_out(ground: shapely.Geometry, row: int) -> None:
            parent = int(found.parent[row])
            family = work.children(parent)
            near = np.intersect1d(work.near(ground), family, assume_unique=True)
            taken = work.shapes([grid for grid in near.tolist() if grid in work.changed])
            if len(taken):
                ground = _within(work, shapely.difference(ground, shapely.union_all(taken)), ground)
            for piece in () if ground is None else _parts(work, ground):
                self._fill(work, parent, piece, near, rank)

        self._each(work, "gap", found, rows, share_out)

    def _fill(self, work: Reshaping, parent: int, piece: shapely.Geometry, near: IntArray, rank: int) -> None:
        """Give one bare piece to the best taker; if that cannot hand it down, to the next."""
        strangers = strangers_on(work, piece, parent, rank, self._looking.held)
        if strangers:  # who is right is for somebody to decide
            self.left.append(Left("gap", "held-by-another", (parent, *strangers), piece))
        bare = without_strangers(work, piece, strangers, self._looking.held)
        if bare is None:
            return
        work.is_piece_of(bare, piece)
        lost, is_its = self._lost_shape(parent, piece, rank)
        if lost is not None and is_its and may_be_all_of_it(self.plan, parent, bare):
            if self._try("gap", (parent, lost), bare, partial(give_shape, work, lost, bare)):
                self._note("gap", "give-shape", (lost,), bare)
            return
        if lost is not None and float(width(np.array([bare]))[0]) > self.plan.scheme.limit("sliver_width"):
            self.left.append(Left("gap", "shape-missing-here", (parent, lost), bare))
            return
        beside = work.shapes(near)
        for part in _parts(work, bare):
            reason = why_not_to_fill(self.plan, part, beside, parent, self._known) if len(near) else None
            if reason:
                self.left.append(Left("gap", reason, (parent,) if parent else (), part))
                continue
            candidates = near
            while True:
                taker = work.best_taker(part, candidates)
                if taker is None:
                    why = "parent-reaches-over" if reaches_over(self.plan, parent, part, self._known) else "no-taker"
                    self.left.append(Left("gap", why, (parent,) if parent else (), part))
                    break
                give = partial(work.move_ground, part, taker, [])
                if self._try("gap", (taker,), part, give, final=False):
                    self._note("gap", "give-ground", (taker,), part)
                    break
                candidates = candidates[candidates != taker]

    def _lost_shape(self, parent: int, piece: shapely.Geometry, rank: int) -> tuple[int | None, bool]:
        """Return a grid below a parent that must have ground and has none, and whether a bare piece must be it.

        It is, if it is the only such grid, and no other gap of the parent is nearly as large.
        """
        if not parent:
            return None, False
        lost = self._without_shape.get(parent, [])
        if not lost:
            return None, False
        gaps = self._found_on(rank).gaps
        areas = np.sort(shapely.area(gaps.shape[gaps.parent == parent]))[::-1]
        is_largest = piece.area >= areas[0] and (len(areas) == 1 or areas[0] > _FAR_LARGER * areas[1])
        return lost[0], bool(len(lost) == 1 and is_largest)

    def _match_vertices(self, work: Reshaping) -> None:
        found = self._found.unmatched
        about = ground_about(work, found.where)
        if len(about):
            work.foresee(about)
        for row in range(len(found)):
            self._tell("unmatched-vertices", row, len(found))
            before = work.turns
            grids = (int(found.lacking[row]), *found.others[row].tolist())
            share = partial(match_vertices, work, found.where[row], about[row])
            if self._try("unmatched-vertices", grids, found.where[row], share) and work.turns != before:
                self._note("unmatched-vertices", "match-vertices", grids, found.where[row], moved=False)

    # ---- choosing ----------------------------------------------------------------------------------------------------

    def _is_for_somebody(
        self, rule: str, grids: tuple[int, ...], ground: shapely.Geometry, holders: ShapeArray
    ) -> bool:
        """Whether ground that is held too much must be decided on; then it is left, with the reason."""
        reason = why_to_ask(self.plan, ground, holders, self._known)
        if reason is not None:
            self.left.append(Left(rule, reason, grids, ground))
        return reason is not None

    def _each(
        self, work: Reshaping, rule: str, found: Pieces, rows: list[int], mend: Callable[[shapely.Geometry, int], None]
    ) -> None:
        """Mend some faults, one after the other, but for those about which it was decided that they are left."""
        grounds, since = found.shape[rows], self._decided.changes
        holds = self._decided.holds(self.plan, grounds, found.parent[rows])
        self._looking.at(work, grounds[~holds])
        for number, (row, ground) in enumerate(zip(rows, grounds, strict=True)):
            self._tell(rule, number, len(rows))
            if holds[number]:
                self.left += self._decided.left_of(ground)
                continue
            left, tries = len(self.left), self._tries
            mend(ground, row)
            if self._tries == tries:
                self._decided.note(ground, self.left[left:], since)

    # ---- book-keeping ------------------------------------------------------------------------------------------------

    @property
    def _found(self) -> Tiling:
        """What is found in the plan as it is now."""
        return self._tiling.of()

    def _found_on(self, rank: int) -> Tiling:
        """Return what is found on a level; what it has of other levels may be old."""
        plan = self.plan
        return self._tiling.of(
            np.concatenate([[NO_PARENT], plan.ids[plan.ranks == rank - 1], plan.parents[plan.ranks == rank]])
        )

    def _overhangs_of(self, parent: int) -> Pieces:
        """Return the overhangs of a grid over its own parent, and those of all grids on its level."""
        plan = self.plan
        alike = plan.ranks == plan.ranks[plan.positions([parent])]  # who asks about one asks about more of them
        return self._tiling.of(plan.parents[alike]).overhangs

    def _try(
        self,
        rule: str,
        grids: tuple[int, ...],
        where: shapely.Geometry | None,
        act: Callable[[], object],
        final: bool = True,
    ) -> bool:
        """Do something; if it is refused, write down why (unless another way will be tried) and go on."""
        self._tries += 1
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
        self.notes.append(_Note(rule, how, grids, where, moved))


def _rows_of_rank(plan: Plan, grids: IntArray, rank: int) -> list[int]:
    return np.flatnonzero(plan.ranks[plan.positions(grids)] == rank).tolist()


def _rows_below(plan: Plan, gaps: Pieces, rank: int) -> list[int]:
    """Return the rows of those gaps that are for grids of a level to fill."""
    at = plan.positions(gaps.parent)
    return np.flatnonzero(np.where(at >= 0, plan.ranks[at], 0) == rank - 1).tolist()


def _to_fill(plan: Plan, gaps: Pieces, rank: int, decided: Decided[Left]) -> Pieces:
    """Return the gaps that are for grids of a level to fill, but for those about which it was decided."""
    rows = np.array(_rows_below(plan, gaps, rank), dtype=np.int64)
    rows = rows[~decided.holds(plan, gaps.shape[rows], gaps.parent[rows])]
    return Pieces(gaps.parent[rows], gaps.grids[rows], gaps.shape[rows])


def _within(work: Reshaping, left: shapely.Geometry, ground: shapely.Geometry) -> shapely.Geometry | None:
    """Return what is left of some ground, ``None`` if no ground is."""
    left = ground_of(left, work.noise)
    if left is not None:
        work.is_piece_of(left, ground)
    return left


def _parts(work: Reshaping, ground: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the polygons that some ground is made of: what is one already as the same object."""
    if ground.geom_type == "Polygon":
        return [ground]
    parts = list(shapely.get_parts(ground))
    for part in parts:
        work.is_piece_of(part, ground)
    return parts
