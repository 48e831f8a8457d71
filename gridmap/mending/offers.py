"""Which fixes fit a finding, each an edit that says beforehand what it would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.branches import branches_of
from gridmap.checks.base import Finding
from gridmap.codes import next_code
from gridmap.edits.base import Edit
from gridmap.edits.ground import ClipToParent, ExtendParent, GiveGround
from gridmap.edits.recording import AcceptFinding, DrawGrid, ExemptGround
from gridmap.edits.reshaping import Reshaping
from gridmap.edits.vertices import MakeValid, MatchVertices
from gridmap.plan import IntArray, Plan


@dataclass(frozen=True)
class Offer:
    """One way to deal with a finding.

    Attributes
    ----------
    key : str
        What it is: ``give-to-longest-border``, ``give-to-neighbour``, ``give-to-same-branch``, ``keep-in``,
        ``draw-grid``, ``exempt``, ``clip-to-parent``, ``extend-parent``, ``match-vertices``, ``make-valid``,
        ``drop-sliver`` or ``accept``.
    edit : Edit or None
        ``None`` for ``accept``, which needs a name and a reason first: see :func:`accept`.
    grid : int
        Id of the grid that it is about, 0 for none: who receives the ground, who is clipped.
    """

    key: str
    edit: Edit | None
    grid: int = 0


def offers(plan: Plan, finding: Finding) -> tuple[Offer, ...]:
    """Return the fixes that fit a finding, the likeliest first; ``accept`` is always the last."""
    offer = _OFFERS.get(finding.rule)
    return (*(offer(plan, finding) if offer else ()), Offer("accept", None))


def offer_keys(finding: Finding) -> tuple[str, ...]:
    """Return the keys of the fixes that a rule's findings are offered, without working any of them out."""
    return (*_KEYS.get(finding.rule, ()), "accept")


def accept(finding: Finding, by: str, reason: str, on: dt.date, until: dt.date | None = None) -> AcceptFinding:
    """Return the edit that accepts a finding: by whom, why, on which day and until when."""
    return AcceptFinding(finding.id, finding.rule, finding.evidence, by, reason, on, until)


def _for_gap(plan: Plan, finding: Finding) -> Iterator[Offer]:
    parent = finding.grids[0] if finding.grids else 0
    ground = finding.where
    reshaping = Reshaping(plan)
    family = reshaping.children(parent)
    near = family[shapely.dwithin(reshaping.shapes(family), ground, reshaping.noise)]
    yield from _gifts(plan, reshaping, ground, near)
    if parent:
        for kind in plan.scheme.kinds:
            if plan.value(parent, "kind") in kind.parents and kind.ground == "tile" and kind.code.sequence_digits:
                setting = str(plan.value(near[0], "setting")) if len(near) else ""
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
    for grid in finding.grids[:2]:
        yield Offer("keep-in", GiveGround(finding.where, grid), grid)


def _for_overhang(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("clip-to-parent", ClipToParent(finding.grids[0]), finding.grids[0])
    yield Offer("extend-parent", ExtendParent(finding.grids[0]), finding.grids[1])


def _for_vertices(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("match-vertices", MatchVertices(finding.where), finding.grids[0])


def _for_invalid(plan: Plan, finding: Finding) -> Iterator[Offer]:
    yield Offer("make-valid", MakeValid(finding.grids[0]), finding.grids[0])


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


_OFFERS: Final[dict[str, Callable[[Plan, Finding], Iterator[Offer]]]] = {
    "gap": _for_gap,
    "overlap": _for_overlap,
    "overhang": _for_overhang,
    "unmatched-vertices": _for_vertices,
    "invalid-shape": _for_invalid,
    "sliver": _for_sliver,
}

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "gap": ("give-to-longest-border", "give-to-neighbour", "give-to-same-branch", "draw-grid", "exempt"),
    "overlap": ("keep-in",),
    "overhang": ("clip-to-parent", "extend-parent"),
    "unmatched-vertices": ("match-vertices",),
    "invalid-shape": ("make-valid",),
    "sliver": ("drop-sliver",),
}
