"""Compounds of the list that the border of a grid cuts: homes on both sides, or more of their ground than a strip.

A cut is as it should be where the compound is too large for one grid and all of its grids are of one parent; so it is
where grids are divided (:mod:`gridmap.division.blocks`), which keeps a compound whole as long as it fits into one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.ground.compound_places import compound_shapes, has_shape
from gridmap.ground.compounds import ASKED, Compounds, compounds
from gridmap.ground.placement import divided_further
from gridmap.ground.tiling.proof import grid_index, valid_shapes
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, positions_in
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from gridmap.people.workload import household_standard

NARROW_M: Final = 20.0
"""A piece of a compound's ground that is narrower is a strip along its edge, and nothing is cut there."""


@dataclass(frozen=True, eq=False)
class Cuts:
    """The compounds that several grids share without need.

    Attributes
    ----------
    which : int64 (k,)
        Places of the compounds on the list, ascending.
    compound, grid, households : int64 (p,)
        Pieces, by compound: its place on the list, the id of the grid that has the piece, and the households in it.
    """

    which: IntArray
    compound: IntArray
    grid: IntArray
    households: IntArray

    def sides(self, compound: int) -> dict[int, int]:
        """Return the households of a compound in each of the grids that share it, those with most first."""
        mine = np.flatnonzero(self.compound == compound)
        order = mine[np.lexsort((self.grid[mine], -self.households[mine]))]
        return dict(zip(self.grid[order].tolist(), self.households[order].tolist(), strict=True))


def shared_without_need(plan: Plan, found: Compounds, compound: IntArray, grid: IntArray) -> BoolArray:
    """Return which compounds several grids share though they would fit into one, or that grids of several parents do.

    A compound fits into one grid if its residents are within the scheme's ``compound_residents`` and its households
    within the standard of the grids that share it. A larger one that several grids of one parent share is as it should
    be. Shape (c,).

    Parameters
    ----------
    compound, grid : int64 (k,)
        Pairs: place of a compound, id of a grid that has part of it.
    """
    count = np.bincount(compound, minlength=len(found))
    at = plan.positions(grid)
    most = np.zeros(len(found), dtype=np.int64)
    np.maximum.at(most, compound, household_standard(plan)[1][at])
    fits = (found.residents <= plan.scheme.limit("compound_residents")) & (found.households <= most)
    families = np.unique(np.stack([compound, plan.parents[at]], axis=1), axis=0)[:, 0]
    several_families = np.bincount(families, minlength=len(found)) > 1
    shared: BoolArray = (count > 1) & (fits | several_families)
    return shared


@kept(*ASKED, "grids.setting")
def compound_cuts(plan: Plan) -> Cuts:
    """Return the compounds of the list that borders of grids cut without need; kept with the plan."""
    found = compounds(plan)
    none = np.empty(0, dtype=np.int64)
    if not found.listed:
        return Cuts(none, none, none, none)
    width = int(plan.ids.max(initial=0)) + 1
    homes = found.compound < found.listed
    ground = _pieces_of_ground(plan)
    pairs = np.union1d(
        found.compound[homes] * width + found.grid[homes],
        positions_in(plan.tables["compounds"].index.to_numpy(), ground[:, 0]) * width + ground[:, 1],
    )
    compound, grid = pairs // width, pairs % width
    cut = shared_without_need(plan, found, compound, grid)
    mine = cut[compound]
    which, pairs = np.flatnonzero(cut), pairs[mine]
    return Cuts(which, compound[mine], grid[mine], _households(plan, found, pairs, width))


@compound_cuts.follows
def _(old: Plan, new: Plan, change: Change, result: Cuts) -> Cuts:
    """Work it out again, and keep the very same if nothing has come of it."""
    if not len(new.tables["compounds"]) and not len(result.which):
        return result
    again = compound_cuts.compute(new)
    same = all(np.array_equal(getattr(again, name), getattr(result, name)) for name in vars(result))
    return result if same and not change.touched & {"compounds.id"} else again


def _households(plan: Plan, found: Compounds, pairs: IntArray, width: int) -> IntArray:
    """Return the households of each pair of compound and grid, written as one number, ascending."""
    if not len(pairs):
        return np.empty(0, dtype=np.int64)
    from gridmap.ground.placement import placement

    wanted = np.zeros(len(found) + 1, dtype=bool)
    wanted[pairs // width] = True
    rows = np.flatnonzero(wanted[found.building_compound])
    key = found.building_compound[rows] * width + placement(plan).holder[rows]
    at = positions_in(pairs, key)
    homes = plan.buildings["households"].to_numpy()[rows]
    total = np.bincount(at[at >= 0], weights=homes[at >= 0], minlength=len(pairs))
    return total.astype(np.int64)


@kept("grids.geometry", "grids.kind", "grids.parent", "compounds.geometry")
def _pieces_of_ground(plan: Plan) -> IntArray:
    """Return the ids of compounds and of the grids that have more of their ground than a strip. Shape (p, 2)."""
    return _pieces(plan, np.flatnonzero(has_shape(plan)))


@_pieces_of_ground.follows
def _(old: Plan, new: Plan, change: Change, result: IntArray) -> IntArray:
    """Look again only at compounds whose outline changed, and at those that a changed grid meets or met."""
    ids = new.tables["compounds"].index.to_numpy()
    grids, rows = change.ids("grids"), change.rows.get("grids")
    if rows is not None and rows.keeps_ids and not rows.changed_columns & {"geometry", "kind", "parent"}:
        grids = grids[:0]
    again = [change.ids("compounds"), result[np.isin(result[:, 1], grids), 0]]
    if len(grids) and len(ids):
        here = new.positions(grids)
        ground = valid_shapes(new)[here[here >= 0]]
        row, _ = np.empty(0, np.int64), None
        if len(ground):
            row = shapely.STRtree(ground).query(compound_shapes(new), predicate="intersects")[0]
        again.append(ids[np.unique(row)])
    touched = np.unique(np.concatenate(again))
    at = positions_in(ids, touched)
    at = at[at >= 0]
    more = _pieces(new, at[has_shape(new)[at]]) if len(at) else result[:0]
    stay = result[~np.isin(result[:, 0], touched)]
    return np.unique(np.concatenate([stay, more]), axis=0)


def _pieces(plan: Plan, rows: IntArray) -> IntArray:
    """Return such pairs for some compounds with a shape, by their places on the list."""
    outlines = compound_shapes(plan)[rows]
    counts = plan.shares_ground & ~divided_further(plan)
    counts &= plan.of_kinds(kind for kind in plan.scheme.kinds if kind.ground == "tile")
    one, grid = grid_index(plan).query(outlines, predicate="intersects")
    one, grid = one[counts[grid]], grid[counts[grid]]
    wide = shares_more_than_a_strip(outlines, valid_shapes(plan), one, grid)
    ids = plan.tables["compounds"].index.to_numpy()[rows[one[wide]]]
    return np.stack([ids, plan.ids[grid[wide]]], axis=1).astype(np.int64)


def shares_more_than_a_strip(outlines: ShapeArray, grids: ShapeArray, one: IntArray, grid: IntArray) -> BoolArray:
    """Return for pairs of an outline and a grid whether what they share is wider than :data:`NARROW_M`.

    That is, twice its area over its perimeter. Ground without holes that is as wide has a disk of half that width in it
    (Bonnesen), so that it meets the outline without its edge; most neighbours do not, and need not be cut with it.

    Parameters
    ----------
    one, grid : int64 (p,)
        Places in ``outlines`` and in ``grids``.
    """
    inner = shapely.buffer(outlines, -0.49 * NARROW_M, quad_segs=2)
    shapely.prepare(inner)
    holed = [_has_holes(shapes) for shapes in (outlines, grids)]
    may = shapely.intersects(inner[one], grids[grid]) | holed[0][one] | holed[1][grid]
    rows = np.flatnonzero(may)
    left, right = outlines[one[rows]], grids[grid[rows]]
    piece = left.copy()
    cut = np.flatnonzero(~shapely.covered_by(left, right))
    piece[cut] = shapely.intersection(left[cut], right[cut])
    wide = np.zeros(len(one), dtype=bool)
    wide[rows] = 2 * shapely.area(piece) >= NARROW_M * np.maximum(shapely.length(piece), 1e-9)
    return wide


def _has_holes(shapes: ShapeArray) -> BoolArray:
    parts, of = shapely.get_parts(shapes, return_index=True)
    found = np.zeros(len(shapes), dtype=bool)
    found[of[shapely.get_num_interior_rings(parts) > 0]] = True
    return found
