"""Bringing a change onto a plan that was changed meanwhile: what both touched stands in the way, all else is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import shapely

from gridmap.checks import Finding, run_checks
from gridmap.edits.shape_repairs import MatchVertices
from gridmap.ground.placement import placement
from gridmap.ground.tiling import is_valid, tiling
from gridmap.model.arrays import BoolArray, IntArray, positions_in
from gridmap.model.change import Change, compose
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.reshaping.rings import is_among, with_vertices, without_vertices


def rebased(step: Change, meanwhile: Change, begun: Plan, plan: Plan) -> Change:
    """Return a change that does to a plan what another one does to the plan before.

    Rows that both changed alike are left as they are. Of a grid of which one side changed nothing but vertices on its
    border, the other side's row is taken, with the vertices of both. Rows that the step adds get other ids where
    theirs were given out meanwhile, and what refers to them follows.

    Parameters
    ----------
    step : Change
        From ``begun`` to what is wanted.
    meanwhile : Change
        From ``begun`` to ``plan``.

    Raises
    ------
    Refused
        ``draft-conflicts`` if both changed a row, each in its own way; ``draft-collides`` if the outcome has an error
        that neither side has.
    """
    wanted = begun.apply(step)
    contested = {name: ids for name in TABLES if len(ids := _contested(name, step, meanwhile, wanted, plan))}
    merged = _with_vertices_of_both(contested.get("grids", np.empty(0, np.int64)), begun, wanted, plan)
    left = {name: ids[~np.isin(ids, merged.index)] if name == "grids" else ids for name, ids in contested.items()}
    if any(len(ids) for ids in left.values()):
        grids = _grids_of(left, begun, plan, wanted)
        raise Refused(
            "draft-conflicts",
            grids=grids.tolist(),
            codes=[code or wanted.codes([grid])[0] for code, grid in zip(plan.codes(grids), grids, strict=True)],
            tables=[name for name, ids in left.items() if len(ids)],
        )
    new_ids = {name: _new_ids(rows.added, plan, name) for name, rows in step.rows.items()}
    put: dict[str, pd.DataFrame] = {}
    drop: dict[str, list[int]] = {}
    for name, rows in step.rows.items():
        after = rows.after
        if name == "grids" and len(merged):
            after = pd.concat([after[~after.index.isin(merged.index)], merged])
        put[name] = _renumbered(name, after, new_ids)
        # A row that both removed is gone already.
        drop[name] = np.intersect1d(rows.removed, plan.tables[name].index.to_numpy()).tolist()
    change = change_of(plan, step.label, put=put, drop=drop, values=step.values)
    change = _with_matched_vertices(change, wanted, plan)
    _must_stand_together(plan, wanted, change)
    return change


def _contested(name: str, step: Change, meanwhile: Change, wanted: Plan, plan: Plan) -> IntArray:
    """Return the ids of rows of a table that were there before and that both sides changed, each in its own way."""
    if name not in step.rows or name not in meanwhile.rows:
        return np.empty(0, dtype=np.int64)
    mine, theirs = (change.rows[name].before.index.to_numpy() for change in (step, meanwhile))
    both = np.intersect1d(mine, theirs)
    if not len(both):
        return both
    one, two = wanted.tables[name], plan.tables[name]
    where_one, where_two = (positions_in(frame.index.to_numpy(), both) for frame in (one, two))
    differs = (where_one < 0) != (where_two < 0)
    kept = np.flatnonzero((where_one >= 0) & (where_two >= 0))
    rows = change_of(wanted, "", put={name: two.iloc[where_two[kept]]}).ids(name)
    differs[kept] = np.isin(both[kept], rows)
    return both[differs]


def _with_vertices_of_both(grids: IntArray, begun: Plan, wanted: Plan, plan: Plan) -> pd.DataFrame:
    """Return rows for grids of which one side changed nothing but vertices on the border, with those of both.

    An edit puts vertices into every grid of whatever level that its border ends on, so two edits far apart in one
    village both change the village's row.
    """
    grids = grids[(wanted.positions(grids) >= 0) & (plan.positions(grids) >= 0)]
    quiet_step, quiet_since = (_differ_in_vertices_alone(grids, begun, side) for side in (wanted, plan))
    rows = []
    for quiet, one, two in ((quiet_step, wanted, plan), (quiet_since & ~quiet_step, plan, wanted)):
        ids = grids[quiet]
        shapes = [
            _with_vertices_of(*shapes, begun.scheme.limit("coordinate_noise"))
            for shapes in zip(begun.shapes(ids), one.shapes(ids), two.shapes(ids), strict=True)
        ]
        rows.append(edited_rows(two, "grids", ids, geometry=shapes))
    return pd.concat(rows).sort_index()


def _differ_in_vertices_alone(grids: IntArray, one: Plan, two: Plan) -> BoolArray:
    """Return which grids have the same values and the same ground in two plans, if not vertex for vertex."""
    noise = one.scheme.limit("coordinate_noise")
    columns = [column for column in one.grids.columns if column != "geometry"]
    a, b = (plan.grids.iloc[plan.positions(grids)] for plan in (one, two))
    same = (a[columns] == b[columns]).all(axis=1).to_numpy(dtype=bool)
    old, new = one.shapes(grids), two.shapes(grids)
    alike = np.flatnonzero(same & is_valid(old) & is_valid(new) & ~shapely.is_missing(old) & ~shapely.is_missing(new))
    moved = shapely.area(shapely.symmetric_difference(old[alike], new[alike]))
    result = np.zeros(len(grids), dtype=bool)
    result[alike] = moved <= noise * shapely.length(new[alike])
    return result


def _with_vertices_of(
    begun: shapely.Geometry, one: shapely.Geometry, two: shapely.Geometry, noise: float
) -> shapely.Geometry:
    """Return the second shape with the vertices that the first one got since, and without those it lost."""
    old, new = shapely.get_coordinates(begun), shapely.get_coordinates(one)
    without = without_vertices(two, old[~is_among(old, new)], noise)
    return with_vertices(without, new[~is_among(new, old)], noise)


def _with_matched_vertices(change: Change, wanted: Plan, plan: Plan) -> Change:
    """Put vertices back that one side took out of a border because nobody needed them any more, and the other needs."""
    after = plan.apply(change)
    vertices = [shapely.get_coordinates(tiling(side).unmatched.where) for side in (plan, wanted, after)]
    new = vertices[2][~is_among(vertices[2], np.concatenate(vertices[:2]))]
    if not len(new):
        return change
    return compose(change, MatchVertices(shapely.multipoints(new)).change(after), change.label)


def _grids_of(contested: Mapping[str, IntArray], *plans: Plan) -> IntArray:
    """Return the grids that contested rows are about, ascending: themselves, those they refer to, those that hold them.

    Rows that have to do with no grid, workers for instance, add nothing.
    """
    found: list[IntArray] = [np.empty(0, dtype=np.int64)]
    for name, ids in contested.items():
        for plan in plans:
            frame = plan.tables[name]
            at = positions_in(frame.index.to_numpy(), ids)
            at = at[at >= 0]
            if name == "grids":
                found.append(ids)
            elif name == "buildings":
                found.append(placement(plan).holder[at])
            else:
                found += [frame[c.name].to_numpy()[at] for c in TABLES[name].columns if c.to == "grids"]
    grids = np.unique(np.concatenate(found))
    return grids[grids > 0]


def _new_ids(added: IntArray, plan: Plan, name: str) -> Mapping[int, int]:
    """Return the ids that added rows get by those they had: the same, unless one of them was given out meanwhile."""
    if not len(added) or added[0] > plan.last_ids[name]:
        return {}
    first = plan.next_id(name)
    return dict(zip(added.tolist(), range(first, first + len(added)), strict=True))


def _renumbered(name: str, rows: pd.DataFrame, new_ids: Mapping[str, Mapping[int, int]]) -> pd.DataFrame:
    """Return rows with the new ids of themselves and of what they refer to."""
    rows = rows.copy()
    for column in TABLES[name].columns:
        if column.kind == "reference" and new_ids.get(column.to):
            rows[column.name] = _mapped(rows[column.name].to_numpy(), new_ids[column.to])
    if new_ids.get(name):
        rows.index = pd.Index(_mapped(rows.index.to_numpy(), new_ids[name]), name="id")
    return rows


def _mapped(ids: IntArray, new: Mapping[int, int]) -> IntArray:
    return np.array([new.get(one, one) for one in ids.tolist()], dtype=np.int64)


def _must_stand_together(plan: Plan, wanted: Plan, change: Change) -> None:
    """Refuse an outcome with an error that neither of the two sides has."""
    known = {key for side in (plan, wanted) for finding, key in _errors(side)}
    after = plan.apply(change)
    new = [finding for finding, key in _errors(after) if key not in known]
    if new:
        grids = np.unique([grid for finding in new for grid in finding.grids]).tolist()
        rules = list(dict.fromkeys(finding.rule for finding in new))
        raise Refused("draft-collides", grids=grids, codes=after.codes(grids), rules=rules)


def _errors(plan: Plan) -> Iterator[tuple[Finding, object]]:
    """Yield the errors of a plan, each with what it is about in words that do not depend on ids."""
    for finding in run_checks(plan).open:
        if finding.severity == "error":
            place = () if finding.where is None else tuple(round(side) for side in finding.where.bounds)
            yield finding, (finding.rule, tuple(plan.codes(finding.grids)), finding.about, place)
