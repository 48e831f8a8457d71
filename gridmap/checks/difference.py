"""What two checks, one before and one after a change, differ in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import shapely

from gridmap.checks.finding import Finding
from gridmap.checks.run import Findings

_HAIR: Final = 1e-3  # metres by which the rest of a fault may reach out of what the fault was


def difference(before: Findings, after: Findings) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the open findings that are gone after a change, and those that it brought, both in their order.

    Findings are the same by what they are about. What is left of a gap that was filled in part is neither gone nor
    brought, though it lies elsewhere: a finding about ground inside the ground of an earlier one, of the same rule and
    about the same grids, is the rest of that.
    """
    was, now = _to_compare(before.open, after.open)
    known, still = {finding.id for finding in was}, {finding.id for finding in now}
    came = [finding for finding in now if finding.id not in known]
    rest_of = _rests(before.open, came)
    rests = {rest for rest, _ in rest_of}
    reduced = {whole for _, whole in rest_of}
    gone = tuple(f for f in was if f.id not in still and f.id not in reduced)
    return gone, tuple(f for f in came if f.id not in rests)


def _to_compare(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings of both that may be gone or brought: without those carried over, about which no other is.

    That leaves a few, and an id, which the ground that a finding is about takes part in, takes its time to make.
    """
    both = {id(finding) for finding in before} & {id(finding) for finding in after}
    others = {_rows(finding) for finding in (*before, *after) if id(finding) not in both}
    return (
        [finding for finding in before if id(finding) not in both or _rows(finding) in others],
        [finding for finding in after if id(finding) not in both or _rows(finding) in others],
    )


def _rows(finding: Finding) -> tuple[object, ...]:
    """Return what an id is made of, but the ground."""
    return finding.rule, finding.grids, finding.workers, finding.branches, finding.buildings, finding.about


def _rests(before: Iterable[Finding], came: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return pairs of ids: a finding that came, and an earlier one of which it is the rest."""
    pieces = [finding for finding in came if finding.about == "place" and finding.where is not None]
    if not pieces:
        return []
    wanted = {(finding.rule, finding.grids) for finding in pieces}
    wholes: dict[tuple[str, tuple[int, ...]], list[Finding]] = {}
    for finding in before:
        key = (finding.rule, finding.grids)
        if key in wanted and finding.about == "place" and finding.where is not None:
            wholes.setdefault(key, []).append(finding)
    return [
        (piece.id, whole.id)
        for piece in pieces
        for whole in wholes.get((piece.rule, piece.grids), ())
        if shapely.intersects(whole.where, piece.where)
        and shapely.covers(shapely.buffer(whole.where, _HAIR, quad_segs=2), piece.where)
    ]
