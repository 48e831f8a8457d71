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
from functools import cache, partial

import numpy as np
import shapely

from gridmap.checks.ahead import quick_turns
from gridmap.checks.ground.repeated_points import repeats_points
from gridmap.checks.registry import RULES, without_findings
from gridmap.ground.placement import building_index, households_in
from gridmap.ground.tiling import NO_PARENT, Pieces, Tiling, valid_shapes, validity
from gridmap.ground.tiling.in_steps import TilingInSteps
from gridmap.mending.bare import households_left_alone
from gridmap.mending.bounds import Known
from gridmap.mending.decided import Decided
from gridmap.mending.fault import Fault, Left, Mended, Note
from gridmap.mending.looking import Looking
from gridmap.mending.parents import NEARLY_ALL, by_place_and_code
from gridmap.mending.ways import Ways
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.reshaping.repairs import drop_repeated_points, ground_about, make_valid_each, matching_vertices
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.together import Steps, together

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
_OF_GROUND = ("overlap", "overhang", "gap")

Progress = Callable[[str, int, int], None]
"""Called with a rule's key, how much of the whole work is done, and how much there is; the share only rises."""


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
    with without_garbage_collection(), quick_turns():  # gaps are looked at meanwhile, in another thread
        work = _Work(plan, progress or (lambda rule, done, of: None))
        for part in _ROUNDS:
            if not work.round([rule for rule in UNATTENDED if rule in wanted], part):
                break
        return work.mending()


_Mend = Callable[[Fault, int], Steps[None]]
"""Mends a fault, given by its row, step by step."""


def _nobody(row: int) -> list[int]:
    return []


@dataclass(eq=False)
class _Lot:
    """Faults of one rule on one level, among which are such that are left as was decided before.

    Attributes
    ----------
    found : Pieces
    rows : int64 (n,)
        Of those that are to be mended.
    left : list
        For each fault what was left of it if that was decided before, ``None`` for those to be mended.
    mend : callable
    other_grids : callable
        From the row of a fault to ids of grids that it may concern and that are not near it.
    """

    rule: str
    found: Pieces
    rows: IntArray
    left: list[tuple[Left, ...] | None]
    mend: _Mend
    other_grids: Callable[[int], list[int]]

    def __post_init__(self) -> None:
        self.grounds = self.found.shape[self.rows]
        self.pieces = Pieces(self.found.parent[self.rows], self.found.grids[self.rows], self.grounds)
        self.faults = [Fault(self.rule) for _ in self.rows]
        self.more = [self.other_grids(row) for row in self.rows.tolist()]

    def mends(self) -> list[Steps[None]]:
        """Begin to mend each of them."""
        return [self.mend(fault, row) for fault, row in zip(self.faults, self.rows.tolist(), strict=True)]


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
        self.notes: list[Note] = []
        self.left: list[Left] = []
        self._overhangs_on: dict[int, tuple[Plan, Pieces]] = {}
        self._begun_on: dict[int, Reshaping] = {}  # of levels whose gaps somebody looks at already
        self._known = Known(self._overhangs_of)
        self._looking = Looking(self._known)
        self._decided = Decided[Left]()

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
        is_first = not self._part
        self._begun, self._part, self._stage = self._begun + self._part, part, 0
        self.left = []
        before, ground = self.plan, [rule for rule in rules if rule in _OF_GROUND]
        if "gap" in ground and not is_first:
            self._look_ahead()
        if "invalid-shape" in rules:
            self._step(self._make_valid)
        if "repeated-points" in rules:
            self._step(self._drop_repeated_points)
        for rule in ("orphan", "wrong-parent", "overhang"):
            if rule in rules:
                self._tell(rule, 0, 1)
                self._reparent(rule)
                self._stage += 1
        for level in self.plan.scheme.levels if ground else ():
            self._step(partial(self._mend_level, rules=ground, rank=level.rank), self._begun_on.pop(level.rank, None))
        if "unmatched-vertices" in rules:
            self._step(self._match_vertices)
        return self.plan is not before

    def _look_ahead(self) -> None:
        """Begin to look at the gaps of all levels, since in a later round there is hardly anything that changes."""
        gaps = self._found.gaps
        for level in self.plan.scheme.levels:
            rows = np.array(_rows_below(self.plan, gaps, level.rank), dtype=np.int64)
            rows = rows[~self._decided.holds(self.plan, gaps.shape[rows], gaps.parent[rows])]
            work = self._begun_on[level.rank] = Reshaping(self.plan)
            self._looking.ahead(work, Pieces(gaps.parent[rows], gaps.grids[rows], gaps.shape[rows]), level.rank)

    def _step(self, mend: Callable[[Reshaping], None], begun: Reshaping | None = None) -> None:
        """Mend some things, all from what was found before; maybe on shapes that somebody looks at already."""
        reshaping = begun if begun is not None and begun.plan is self.plan else Reshaping(self.plan)
        mend(reshaping)
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
        refused = make_valid_each(work, self.plan.ids[at].tolist())
        for number, grid in enumerate(self.plan.ids[at].tolist()):
            self._tell("invalid-shape", number, len(at))
            if grid in refused:
                self.left.append(Left("invalid-shape", refused[grid].key, (grid,), None))
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
        misplaced = self._misplaced(rule)
        if not len(misplaced):
            return
        parents = by_place_and_code(plan, plan.ids[misplaced])
        for at, parent in zip(misplaced.tolist(), parents, strict=True):
            grid = int(plan.ids[at])
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
            at, of = np.unique(at, return_inverse=True)
            outside = np.bincount(of, weights=shapely.area(found.shape), minlength=len(at))
            return at[outside > NEARLY_ALL * shapely.area(valid_shapes(plan)[at])]
        known = plan.positions(plan.parents) >= 0
        lost = (plan.kind_numbers >= 0) & ~plan.parent_fits & (known if rule == "wrong-parent" else ~known)
        may_be = np.array([*(bool(kind.parents) for kind in plan.scheme.kinds), False])
        return np.flatnonzero(lost & may_be[plan.kind_numbers])

    def _mend_level(self, work: Reshaping, rules: list[str], rank: int) -> None:
        """Mend overlaps, overhangs and gaps of a level side by side, one after another where they are near it."""
        found, ways = self._found_on(rank), Ways(work, self._known, self._looking.held, rank)
        lots = {"overlap": self._overlaps, "overhang": self._overhangs, "gap": self._gaps}
        some = [lots[rule](found, ways, rank) for rule in rules]
        for lot in reversed(some):
            if lot.rule == "gap":
                self._looking.ahead(work, lot.pieces, rank)
        since = self._decided.changes
        # Gaps come last: they are looked at on another core while others are mended.
        for together_now in ([lot for lot in some if lot.rule != "gap"], [lot for lot in some if lot.rule == "gap"]):
            self._mend_side_by_side(work, together_now)
        for lot in some:
            self._take(lot, since)

    def _mend_side_by_side(self, work: Reshaping, some: list[_Lot]) -> None:
        if not some:
            return
        grounds, more = np.concatenate([lot.grounds for lot in some]), [one for lot in some for one in lot.more]
        self._looking.at(work, grounds)  # all lots at once, since large shapes are near pieces of each
        mends = [mend for lot in some for mend in lot.mends()]
        together(mends, work.one_after_the_other(grounds, more), partial(self._told, some))

    def _told(self, some: list[_Lot], done: int) -> None:
        """Tell how many of the faults in some lots are done."""
        share = done / max(sum(len(lot.faults) for lot in some), 1)
        for lot in some:
            if done < len(lot.faults) or lot is some[-1]:
                self._tell(lot.rule, int(1000 * share * len(some)), 1000)
                return
            done -= len(lot.faults)

    def _overlaps(self, found: Tiling, ways: Ways, rank: int) -> _Lot:
        pieces = found.overlaps
        rows, grids = _rows_of_rank(self.plan, pieces.grids[:, 0], rank), pieces.grids.tolist()

        def mend(fault: Fault, row: int) -> Steps[None]:
            return ways.overlap(fault, pieces.shape[row], *grids[row])

        return self._lot("overlap", pieces, rows, mend)

    def _overhangs(self, found: Tiling, ways: Ways, rank: int) -> _Lot:
        pieces, known, plan = found.overhangs, self._known, self.plan
        rows, grids = _rows_of_rank(plan, pieces.grids[:, 0], rank), pieces.grids[:, 0].tolist()

        @cache
        def left_alone() -> set[int]:
            inhabited = [row for row in rows if known.households(plan, pieces.shape[row])]
            return {grids[row] for row in inhabited if households_left_alone(plan, grids[row], pieces.shape[row])}

        def mend(fault: Fault, row: int) -> Steps[None]:
            if grids[row] in left_alone():
                fault.leave("households-left-alone", (grids[row],), pieces.shape[row])
            else:
                yield from ways.overhang(fault, pieces.shape[row], grids[row])

        return self._lot("overhang", pieces, rows, mend)

    def _gaps(self, found: Tiling, ways: Ways, rank: int) -> _Lot:
        pieces, parents = found.gaps, found.gaps.parent.tolist()

        def mend(fault: Fault, row: int) -> Steps[None]:
            return ways.gap(fault, pieces.shape[row], parents[row], pieces)

        return self._lot("gap", pieces, _rows_below(self.plan, pieces, rank), mend, lambda row: ways.lost(parents[row]))

    def _lot(
        self, rule: str, found: Pieces, rows: list[int], mend: _Mend, more: Callable[[int], list[int]] = _nobody
    ) -> _Lot:
        """Return faults, given by their rows, without those about which it was decided that they are left."""
        holds = self._decided.holds(self.plan, found.shape[rows], found.parent[rows])
        left = [
            self._decided.left_of(ground) if known else None
            for ground, known in zip(found.shape[rows], holds.tolist(), strict=True)
        ]
        return _Lot(rule, found, np.array(rows, dtype=np.int64)[~holds], left, mend, more)

    def _take(self, lot: _Lot, since: int) -> None:
        """Write down what came of faults."""
        faults = iter(zip(lot.faults, lot.grounds, strict=True))
        for left in lot.left:
            if left is not None:
                self.left += left
                continue
            fault, ground = next(faults)
            self.notes += fault.notes
            self.left += fault.left
            if not fault.tries:
                self._decided.note(ground, fault.left, since)

    def _match_vertices(self, work: Reshaping) -> None:
        found = self._found.unmatched
        about = ground_about(work, found.where)
        if not len(about):
            return
        work.foresee(about)
        grids = [(int(lacking), *others.tolist()) for lacking, others in zip(found.lacking, found.others, strict=True)]

        def mend(fault: Fault, row: int) -> Steps[None]:
            def share() -> Steps[None]:
                if (yield from matching_vertices(work, found.where[row], about[row])):
                    fault.note("match-vertices", grids[row], found.where[row], moved=False)

            yield from fault.trying(grids[row], found.where[row], share())

        faults = [Fault("unmatched-vertices") for _ in about]
        together(
            [mend(fault, row) for row, fault in enumerate(faults)],
            work.one_after_the_other(about, [()] * len(about)),
            lambda done: self._tell("unmatched-vertices", done, len(about)),
        )
        for fault in faults:
            self.notes += fault.notes
            self.left += fault.left

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
        rank = int(plan.ranks[plan.positions([parent])[0]])  # who asks about one asks about more of its level
        plan_then, found = self._overhangs_on.get(rank, (None, None))
        if found is None or plan_then is not plan:
            found = self._tiling.of(plan.parents[plan.ranks == rank]).overhangs
            self._overhangs_on[rank] = (plan, found)
        return found

    def _note(
        self, rule: str, how: str, grids: tuple[int, ...], where: shapely.Geometry, *, moved: bool = True
    ) -> None:
        self.notes.append(Note(rule, how, grids, where, moved))


def _rows_of_rank(plan: Plan, grids: IntArray, rank: int) -> list[int]:
    return np.flatnonzero(plan.ranks[plan.positions(grids)] == rank).tolist()


def _rows_below(plan: Plan, gaps: Pieces, rank: int) -> list[int]:
    """Return the rows of those gaps that are for grids of a level to fill."""
    at = plan.positions(gaps.parent)
    return np.flatnonzero(np.where(at >= 0, plan.ranks[at], 0) == rank - 1).tolist()
