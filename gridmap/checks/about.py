"""Findings about grids, about other rows, about branches and about pieces of ground, made from columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.checks.finding import Finding, Value
from gridmap.checks.places import grounds_and_households
from gridmap.checks.registry import severity_of
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray, ShapeArray, shapes_where
from gridmap.model.plan import Plan


def about_grids(
    plan: Plan,
    rule: str,
    at: npt.NDArray[np.intp] | IntArray,
    about: str = "",
    **columns: npt.NDArray[np.generic] | Sequence[Value],
) -> Iterator[Finding]:
    """Yield a finding for each of some grids, shown at the grid's ground, with its households.

    Parameters
    ----------
    at : int array (k,)
        Positions in ``plan.ids``.
    about : str
        Of all of them, see :class:`Finding`.
    **columns : arrays (k,)
        More values for the sentence, one for each grid.
    """
    from gridmap.ground.placement import households_by_grid
    from gridmap.ground.tiling import valid_shapes

    if not len(at):
        return
    severity = severity_of(plan, rule)
    households = households_by_grid(plan)[at].tolist()
    rows = {name: np.asarray(values).tolist() for name, values in columns.items()}
    for i, (grid, ground) in enumerate(zip(plan.ids[at].tolist(), valid_shapes(plan)[at], strict=True)):
        values = {"households": households[i], **{name: column[i] for name, column in rows.items()}}
        yield Finding(
            rule, severity, grids=(grid,), where=ground, values=values, about=about, of_grids=("where", "households")
        )


def about_rows(
    plan: Plan,
    rule: str,
    grids: Sequence[Sequence[int]],
    *,
    workers: Sequence[Sequence[int]] | None = None,
    branches: Sequence[Sequence[int]] | None = None,
    buildings: Sequence[Sequence[int]] | None = None,
    where: ShapeArray | None = None,
    about: Sequence[str] | None = None,
    secret: Sequence[str] | None = None,
    **columns: npt.NDArray[np.generic] | Sequence[Value],
) -> Iterator[Finding]:
    """Yield a finding for each of some people, branches or buildings, with the households of their grids.

    Parameters
    ----------
    grids : k sequences of int
        Ids of the grids that each finding concerns; may be empty ones.
    workers, branches, buildings : k sequences of int, optional
        Ids of the other rows that it is about.
    where : object (k,), optional
        Its place; by default the ground of its grids.
    about, secret : k texts, optional
        See :class:`Finding`.
    **columns : k values each
        More values for the sentence. A column ``households`` stands instead of the households of the grids.
    """
    from gridmap.ground.tiling import is_on_the_map

    if not len(grids):
        return
    severity = severity_of(plan, rule)
    of_grids: list[Literal["where", "households"]] = []
    if where is not None:
        where = shapes_where(is_on_the_map(where) & ~shapely.is_empty(where), where)
    else:
        of_grids.append("where")
    if "households" not in columns:
        of_grids.append("households")
    rows = {name: np.asarray(values).tolist() for name, values in columns.items()}
    places, households, depends = where, [0] * len(grids), tuple(of_grids)
    if of_grids:
        ground, households = grounds_and_households(plan, grids)
        places = ground if places is None else places
    for i, ids in enumerate(grids):
        yield Finding(
            rule,
            severity,
            grids=tuple(map(int, ids)),
            workers=tuple(map(int, workers[i])) if workers is not None else (),
            branches=tuple(map(int, branches[i])) if branches is not None else (),
            buildings=tuple(map(int, buildings[i])) if buildings is not None else (),
            where=None if places is None else places[i],
            values={"households": households[i], **{name: column[i] for name, column in rows.items()}},
            about=about[i] if about is not None else "",
            secret=secret[i] if secret is not None else "",
            of_grids=depends,
        )


def about_branches(
    plan: Plan, scope: Scope, rule: str, rows: IntArray, **columns: npt.NDArray[np.generic] | Sequence[Value]
) -> Iterator[Finding]:
    """Yield a finding for each of some branches whose seats the scope reaches, with the grids that it is seated in.

    Parameters
    ----------
    rows : int64 (k,)
        Places in the table of branches.
    **columns : k values each
        More values for the sentence.
    """
    from gridmap.people.branches import seats

    if not len(rows):
        return
    which, grid = seats(plan, rows, scope.on)
    grids = listed(which, plan.ids[grid], len(rows))
    here = [i for i, ids in enumerate(grids) if scope.grids is None or np.isin(ids, scope.grids).any()]
    kept: dict[str, Any] = {name: np.asarray(values)[here] for name, values in columns.items()}
    yield from about_rows(
        plan,
        rule,
        [grids[i] for i in here],
        branches=plan.tables["branches"].index.to_numpy()[rows[here]][:, None].tolist(),
        **kept,
    )


def listed(group: npt.NDArray[np.integer], item: npt.NDArray[np.integer], groups: int) -> list[list[int]]:
    """Return the items of each group from 0 to ``groups`` - 1, in the order given, as lists of Python integers."""
    order = np.argsort(group, kind="stable")
    if not groups:
        return []
    cuts = np.cumsum(np.bincount(group, minlength=groups))[:-1]
    return [part.tolist() for part in np.split(item[order], cuts)]


def about_ground(
    plan: Plan,
    scope: Scope,
    rule: str,
    grids: Iterable[tuple[int, ...]],
    shapes: ShapeArray,
    **columns: npt.NDArray[np.generic],
) -> Iterator[Finding]:
    """Yield a finding for each piece of ground, with its area, width, households, and the grids concerned."""
    from gridmap.ground.placement import households_in
    from gridmap.ground.tiling import width

    if not len(shapes):
        return
    ids = list(grids)
    known = [scope.known.get(id(shape)) for shape in shapes] if scope.known else [None] * len(shapes)
    yield from (finding for finding in known if finding is not None)
    new = [i for i, finding in enumerate(known) if finding is None]
    if not new:
        return
    severity, shapes = severity_of(plan, rule), shapes[new]
    values = {
        "area_m2": shapely.area(shapes).tolist(),
        "width_m": width(shapes).tolist(),
        "households": households_in(plan, shapes).tolist(),
        **{name: column[new].tolist() for name, column in columns.items()},
    }
    for place, (i, shape) in enumerate(zip(new, shapes, strict=True)):
        row = {name: column[place] for name, column in values.items()}
        yield Finding(rule, severity, grids=ids[i], where=shape, values=row, about="place")
