"""Which fixes fit a finding, each an edit that says beforehand what it would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from gridmap.checks.finding import Finding
from gridmap.checks.registry import evidence_of
from gridmap.edits.ground import ClipToParent, ExtendParent, GiveGround, GiveShape
from gridmap.edits.recording import AcceptFinding, DrawGrid, ExemptGround, SetParent
from gridmap.edits.rows import SetAttributes
from gridmap.edits.setting_up import SetUpBranch, SetUpCompoundBranch, SetUpJointCompoundBranch
from gridmap.edits.shape_repairs import DropRepeatedPoints, MakeValid, MatchVertices
from gridmap.ground.codes import next_code
from gridmap.ground.tiling import tiling, valid_shapes, width
from gridmap.mending.bare import strangers_on, without_strangers
from gridmap.mending.bounds import why_not_to_fill, why_to_ask
from gridmap.mending.parents import NEARLY_ALL, by_code, by_place
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.edit import Edit
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.branches import branches_of
from gridmap.reshaping.reshaping import Reshaping

_MOST = 0.5  # share of a grid's ground that a parent by place must hold


@dataclass(frozen=True)
class Offer:
    """One way to deal with a finding.

    Attributes
    ----------
    key : str
        What it is: ``give-to-longest-border``, ``give-to-neighbour``, ``give-to-same-branch``, ``keep-in``,
        ``draw-grid``, ``exempt``, ``clip-to-parent``, ``extend-parent``, ``set-parent``, ``match-vertices``,
        ``make-valid``, ``give-shape``, ``drop-repeated-points``, ``drop-sliver``, ``record-parts``, ``set-up-branch``,
        ``set-up-joint-branch`` or ``accept``.
    edit : Edit or None
        ``None`` for ``accept``, which needs a name and a reason first: see :func:`accept`.
    grid : int
        Id of the grid that it is about, 0 for none: who receives the ground, who is clipped, which is to be the parent.
    warning : str
        Key of the reason why nobody would do it unattended (see :mod:`gridmap.mending.bounds`); empty if there is none.
    """

    key: str
    edit: Edit | None
    grid: int = 0
    warning: str = ""


def offers(plan: Plan, finding: Finding) -> tuple[Offer, ...]:
    """Return the fixes that fit a finding, the likeliest first; ``accept`` is always the last."""
    offer = _OFFERS.get(finding.rule)
    return (*(offer(plan, finding) if offer else ()), Offer("accept", None))


def offer_keys(finding: Finding) -> tuple[str, ...]:
    """Return the keys of the fixes that a rule's findings are offered, without working any of them out."""
    return (*_KEYS.get(finding.rule, ()), "accept")


def accept(finding: Finding, by: str, reason: str, on: dt.date, until: dt.date | None = None) -> AcceptFinding:
    """Return the edit that accepts a finding: by whom, why, on which day and until when."""
    return AcceptFinding(finding.id, finding.rule, evidence_of(finding), by, reason, on, until)


def _for_gap(plan: Plan, finding: Finding) -> Iterator[Offer]:
    parent = finding.grids[0] if finding.grids else 0
    ground = finding.where
    reshaping = Reshaping(plan)
    family = reshaping.children(parent)
    near = family[shapely.dwithin(reshaping.shapes(family), ground, reshaping.noise)]
    warning = why_not_to_fill(plan, ground, reshaping.shapes(near), parent) or ""
    for gift in _gifts(plan, reshaping, ground, near):
        yield replace(gift, warning=warning)
    if parent:
        for kind in plan.scheme.kinds:
            if plan.value(parent, "kind") in kind.parents and kind.ground == "tile" and kind.code.sequence_digits:
                setting = str(plan.value(near[0], "setting")) if len(near) else ""
                with suppress(Refused):  # where all numbers are used up
                    code = next_code(plan, parent, kind)
                    yield Offer("draw-grid", DrawGrid(ground, parent, kind.key, code, setting=setting), parent)
    yield Offer("exempt", ExemptGround(ground, parent), parent)


def _gifts(plan: Plan, reshaping: Reshaping, ground: shapely.Geometry, near: IntArray) -> Iterator[Offer]:
    """Offer ground to each of some grids that border it, the best taker first, then by length of border."""
    best = reshaping.best_taker(ground, near)
    if best is None:
        return
    border = reshaping.border_lengths(ground, near)
    yield Offer("give-to-longest-border", GiveGround(ground, best), best)
    served = set(branches_of(plan, best).tolist())
    for at in np.argsort(-border, kind="stable").tolist():
        grid = int(near[at])
        if border[at] > 0 and grid != best:
            same = served & set(branches_of(plan, grid).tolist())
            yield Offer("give-to-same-branch" if same else "give-to-neighbour", GiveGround(ground, grid), grid)


def _for_overlap(plan: Plan, finding: Finding) -> Iterator[Offer]:
    warning = why_to_ask(plan, finding.where, _ground_of(plan, finding.grids[:2])) or ""
    for grid in finding.grids[:2]:
        yield Offer("keep-in", GiveGround(finding.where, grid), grid, warning)


def _for_overhang(plan: Plan, finding: Finding) -> Iterator[Offer]:
    grid = finding.grids[0]
    warning = why_to_ask(plan, finding.where, _ground_of(plan, (grid,))) or ""
    yield Offer("clip-to-parent", ClipToParent(grid), grid, warning)
    yield Offer("extend-parent", ExtendParent(grid), finding.grids[1])
    ids, share = by_place(plan, grid)
    if len(ids) and share[0] > NEARLY_ALL and ids[0] != finding.grids[1]:  # it lies in another grid altogether
        yield Offer("set-parent", SetParent(grid, int(ids[0])), int(ids[0]))


def _ground_of(plan: Plan, grids: tuple[int, ...]) -> ShapeArray:
    return valid_shapes(plan)[plan.positions(grids)]


def _for_vertices(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("match-vertices", MatchVertices(finding.where), finding.grids[0])


def _for_invalid(plan: Plan, finding: Finding) -> Iterator[Offer]:
    grid = finding.grids[0]
    if valid_shapes(plan)[plan.positions([grid])[0]] is None:
        yield from _for_missing(plan, finding)
    else:
        yield Offer("make-valid", MakeValid(grid), grid)


def _for_missing(plan: Plan, finding: Finding) -> Iterator[Offer]:
    """Offer a grid without ground the largest bare piece of its parent, as far as nobody else holds it."""
    grid = finding.grids[0]
    at, parent = int(plan.positions([grid])[0]), int(plan.value(grid, "parent"))
    gaps = tiling(plan).gaps
    mine = gaps.shape[gaps.parent == parent]
    if not len(mine) or not plan.parent_fits[at]:
        return
    reshaping, largest = Reshaping(plan), mine[int(np.argmax(shapely.area(mine)))]
    strangers = strangers_on(reshaping, largest, parent, int(plan.ranks[at]))
    bare = without_strangers(reshaping, largest, strangers)
    if bare is not None:
        yield Offer("give-shape", GiveShape(grid, bare), grid)


def _for_repeated(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("drop-repeated-points", DropRepeatedPoints(finding.grids[0]), finding.grids[0])


def _for_parentless(plan: Plan, finding: Finding) -> Iterator[Offer]:
    """Offer the parent that holds most of a grid's ground, and the one that its code names."""
    grid = finding.grids[0]
    ids, share = by_place(plan, grid)
    named = by_code(plan, grid)
    place = int(ids[0]) if len(ids) and share[0] > _MOST else None
    for parent in dict.fromkeys([place, named]):
        if parent is not None and parent != plan.value(grid, "parent"):
            yield Offer("set-parent", SetParent(grid, parent), parent)


def _for_parts(plan: Plan, finding: Finding) -> Iterator[Offer]:
    """Offer to record the number of parts as right, and of two parts to give the smaller one away."""
    grid = finding.grids[0]
    count = int(finding.values["count"])
    yield Offer("record-parts", SetAttributes("grids", (grid,), {"parts": count}), grid)
    parts = shapely.get_parts(valid_shapes(plan)[plan.positions([grid])[0]])
    if len(parts) == 2 and finding.values["expected"] == 1:
        reshaping = Reshaping(plan)
        family = reshaping.siblings(grid)
        yield from _gifts(plan, reshaping, parts[int(np.argmin(shapely.area(parts)))], family[family != grid])


def _for_sliver(plan: Plan, finding: Finding) -> Iterator[Offer]:
    """Offer a sliver that is one part of a grid to a neighbour; a grid that is all sliver is for somebody to decide."""
    grid = finding.grids[0]
    shape = plan.shape(grid)
    if finding.where is None or shape is None or len(shapely.get_parts(shape)) < 2:
        return
    reshaping = Reshaping(plan)
    family = reshaping.siblings(grid)
    others = family[(family != grid) & shapely.dwithin(reshaping.shapes(family), finding.where, reshaping.noise)]
    best = reshaping.best_taker(finding.where, others)
    if best is not None:
        yield Offer("drop-sliver", GiveGround(finding.where, best), best)
    elif width(np.array([finding.where]))[0] <= reshaping.noise:  # nobody's ground at all
        yield Offer("drop-sliver", MakeValid(grid), grid)


def _for_branch_due(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("set-up-branch", SetUpBranch(finding.grids), finding.grids[0])


def _for_compound_branch_due(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("set-up-branch", SetUpCompoundBranch(int(finding.values["compound_id"])), (*finding.grids, 0)[0])


def _for_joint_compound_branch_due(plan: Plan, finding: Finding) -> Iterator[Offer]:
    compounds = tuple(int(one) for one in str(finding.values["compound_ids"]).split())
    if len(compounds) > 1:
        yield Offer("set-up-joint-branch", SetUpJointCompoundBranch(compounds), (*finding.grids, 0)[0])


def _for_joint_branch_due(plan: Plan, finding: Finding) -> Iterator[Offer]:
    if len(finding.grids) > 1:
        yield Offer("set-up-joint-branch", SetUpBranch(finding.grids), finding.grids[0])


_OFFERS: Final[dict[str, Callable[[Plan, Finding], Iterator[Offer]]]] = {
    "gap": _for_gap,
    "overlap": _for_overlap,
    "overhang": _for_overhang,
    "unmatched-vertices": _for_vertices,
    "invalid-shape": _for_invalid,
    "sliver": _for_sliver,
    "missing-shape": _for_missing,
    "repeated-points": _for_repeated,
    "several-parts": _for_parts,
    "orphan": _for_parentless,
    "wrong-parent": _for_parentless,
    "branch-due": _for_branch_due,
    "compound-branch-due": _for_compound_branch_due,
    "joint-branch-due": _for_joint_branch_due,
    "joint-compound-branch-due": _for_joint_compound_branch_due,
}

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "gap": ("give-to-longest-border", "give-to-neighbour", "give-to-same-branch", "draw-grid", "exempt"),
    "overlap": ("keep-in",),
    "overhang": ("clip-to-parent", "extend-parent", "set-parent"),
    "unmatched-vertices": ("match-vertices",),
    "invalid-shape": ("make-valid", "give-shape"),
    "sliver": ("drop-sliver",),
    "missing-shape": ("give-shape",),
    "repeated-points": ("drop-repeated-points",),
    "several-parts": ("record-parts", "give-to-longest-border", "give-to-neighbour", "give-to-same-branch"),
    "orphan": ("set-parent",),
    "wrong-parent": ("set-parent",),
    "branch-due": ("set-up-branch",),
    "compound-branch-due": ("set-up-branch",),
    "joint-branch-due": ("set-up-joint-branch",),
    "joint-compound-branch-due": ("set-up-joint-branch",),
}
