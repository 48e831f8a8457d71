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

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely

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
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import BadInput, Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.reshaping.repairs import drop_repeated_points, ground_about, make_valid, matching_vertices
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
_NOBODY: Mapping[int, list[int]] = {}

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
    work = _Work(plan, progress or (lambda rule, done, of: None))
    for part in _ROUNDS:
        if not work.round([rule for rule in UNATTENDED if rule in wanted], part):
            break
    return work.mending()


_Mend = Callable[[Fault, int], Steps[None]]
"""Mends a fault, given by its row, step by step."""


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
        self._rules: list[str] = []
        self._overhangs_on: dict[int, tuple[Plan, Pieces]] = {}
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
            try:
                make_valid(work, grid)
            except Refused as refused:
                self.left.append(Left("invalid-shape", refused.key, (grid,), None))
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
        ways, grids = self._ways(work, rank), found.grids.tolist()
        self._each(work, "overlap", found, rows, lambda fault, row: ways.overlap(fault, found.shape[row], *grids[row]))

    def _overhangs(self, work: Reshaping, rank: int) -> None:
        found = self._found_on(rank).overhangs
        rows = _rows_of_rank(self.plan, found.grids[:, 0], rank)
        grounds, grids = found.shape[rows], found.grids[rows, 0].tolist()
        self._looking.at(work, grounds)
        inhabited = [row for row, ground in enumerate(grounds) if self._known.households(self.plan, ground)]
        alone = {grids[row] for row in inhabited if households_left_alone(self.plan, grids[row], grounds[row])}
        ways = self._ways(work, rank)

        def mend(fault: Fault, row: int) -> Steps[None]:
            if grids[row] in alone:
                fault.leave("households-left-alone", (grids[row],), grounds[row])
            else:
                yield from ways.overhang(fault, grounds[row], grids[row])

        for fault in self._side_by_side(work, "overhang", grounds, mend, {}):
            self._take(fault)

    def _gaps(self, work: Reshaping, rank: int) -> None:
        found = self._found_on(rank).gaps
        if not len(found):
            return
        ways, parents = self._ways(work, rank), found.parent.tolist()
        rows = _rows_below(self.plan, found, rank)
        lost = {row: ways.lost(parents[row]) for row in rows}
        self._each(
            work, "gap", found, rows, lambda fault, row: ways.gap(fault, found.shape[row], parents[row], found), lost
        )

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

        for fault in self._side_by_side(work, "unmatched-vertices", about, mend, {}):
            self._take(fault)

    def _ways(self, work: Reshaping, rank: int) -> Ways:
        return Ways(work, self._known, self._looking.held, rank)

    # ---- many at once ------------------------------------------------------------------------------------------------

    def _each(
        self,
        work: Reshaping,
        rule: str,
        found: Pieces,
        rows: list[int],
        mend: _Mend,
        more: Mapping[int, list[int]] = _NOBODY,
    ) -> None:
        """Mend some faults, given by their rows, but for those about which it was decided that they are left."""
        grounds, since = found.shape[rows], self._decided.changes
        holds = self._decided.holds(self.plan, grounds, found.parent[rows])
        self._looking.at(work, grounds[~holds])
        new = np.array(rows, dtype=np.int64)[~holds].tolist()
        also = {place: more[row] for place, row in enumerate(new) if row in more}
        faults = iter(self._side_by_side(work, rule, grounds[~holds], lambda fault, at: mend(fault, new[at]), also))
        for ground, known in zip(grounds, holds.tolist(), strict=True):
            if known:
                self.left += self._decided.left_of(ground)
                continue
            fault = next(faults)
            self._take(fault)
            if not fault.tries:
                self._decided.note(ground, fault.left, since)

    def _side_by_side(
        self, work: Reshaping, rule: str, grounds: ShapeArray, mend: _Mend, more: Mapping[int, list[int]]
    ) -> list[Fault]:
        """Mend faults, wave by wave; return what comes of each.

        Parameters
        ----------
        grounds : object (n,)
            About which each is, foreseen.
        more : mapping
            By the row of a fault ids of grids that are concerned and not near it.
        """
        faults = [Fault(rule) for _ in grounds]
        together(
            [mend(fault, row) for row, fault in enumerate(faults)],
            work.one_after_the_other(grounds, [more.get(row, ()) for row in range(len(faults))]),
            lambda done: self._tell(rule, done, len(faults)),
        )
        return faults

    def _take(self, fault: Fault) -> None:
        """Write down what came of a fault."""
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


def _to_fill(plan: Plan, gaps: Pieces, rank: int, decided: Decided[Left]) -> Pieces:
    """Return the gaps that are for grids of a level to fill, but for those about which it was decided."""
    rows = np.array(_rows_below(plan, gaps, rank), dtype=np.int64)
    rows = rows[~decided.holds(plan, gaps.shape[rows], gaps.parent[rows])]
    return Pieces(gaps.parent[rows], gaps.grids[rows], gaps.shape[rows])
