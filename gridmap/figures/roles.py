"""Coverage of each role of the scheme by the grids of a level: of how many grids, how many have somebody, the share."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level, Role, Scheme
from gridmap.people.roles import counted_for_roles, held_roles, must_have_roles


@dataclass(frozen=True, eq=False)
class RoleCoverage:
    """Coverage of roles by grids of a level; ``rows`` and ``rest`` add up to ``whole`` but for the shares.

    Each has for every role of the scheme ``grids_ROLE``, ``with_ROLE``, ``share_ROLE`` (NaN where there is no such
    grid) and ``missing_ROLE``: in how many grids nobody has the role though it must be there.
    """

    rows: pd.DataFrame
    rest: pd.DataFrame
    whole: pd.DataFrame


def coverage_of_roles(plan: Plan, by: Level | str, *, on: dt.date | None = None) -> RoleCoverage:
    """Return how far each role of the scheme is covered on a day.

    Parameters
    ----------
    by : Level or str
        A level or its key; the key of a kind gives the grids of that kind alone.
    on : date, optional
        The day for which assignments count; today by default.

    Raises
    ------
    BadInput
        ``unknown-level``.
    """
    level = by if isinstance(by, Level) else plan.scheme.level(by)
    which = plan.of_level(level)
    if not isinstance(by, Level) and by not in (known.key for known in plan.scheme.levels):
        which = plan.of_kinds([plan.scheme.kind(by)])
    ids = plan.ids[which]
    row = positions_in(ids, plan.ancestors_at(level))
    table = _covered(plan, np.where(row < 0, len(ids), row), len(ids) + 1, on)
    whole = _covered(plan, np.zeros(len(plan.ids), dtype=np.int64), 1, on)
    for frame, at in ((table, which), (whole, np.zeros(len(which), dtype=bool))):
        for place, name in enumerate(("code", "name")):
            frame.insert(place, name, np.append(plan.grids[name].to_numpy(dtype=object)[at], ""))
    table.index = pd.Index(np.append(ids, 0), name="id")
    whole.index = pd.Index([0], name="id")
    rest = table.iloc[-1:]
    counts = [column for column in table.columns if column.startswith(("grids_", "with_"))]
    return RoleCoverage(table.iloc[:-1], rest if rest[counts].to_numpy().any() else rest.iloc[:0], whole)


def asked_roles(scheme: Scheme) -> tuple[Role, ...]:
    """Return the roles that the scheme asks of some kind of grid besides its worker, in their order."""
    asked = {role for kind in scheme.kinds for role in kind.roles}
    return tuple(role for role in scheme.roles if role.key in asked)


def known_roles(plan: Plan, on: dt.date | None = None) -> tuple[Role, ...]:
    """Return the roles of the scheme that it asks for, or that somebody has in a grid on a day, in their order."""
    asked, held = asked_roles(plan.scheme), np.asarray(held_roles(plan, on).any(axis=0))
    return tuple(role for role, there in zip(plan.scheme.roles, held.tolist(), strict=True) if there or role in asked)


def columns_of_roles(plan: Plan, row: IntArray, count: int, on: dt.date | None) -> dict[str, npt.NDArray[Any]]:
    """Return the columns of the roles that are asked for in a table of figures (:mod:`gridmap.figures.rows`).

    ``role_KEY_grids``, ``role_KEY_with`` and ``role_KEY_share`` are those of :class:`RoleCoverage`.

    Parameters
    ----------
    row : int64 (n,)
        The row of every grid, -1 for none.
    count : int
        How many rows.
    """
    asked = asked_roles(plan.scheme)
    if not asked:
        return {}
    found = _covered(plan, np.where(row < 0, count, row), count + 1, on).iloc[:count]
    return {
        f"role_{role.key}_{name}": found[f"{name}_{role.key}"].to_numpy()
        for role in asked
        for name in ("grids", "with", "share")
    }


def role_records(plan: Plan, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows of :class:`RoleCoverage` for JSON: code, name, and by role ``grids``, ``with``, share, missing."""
    return [
        {
            "code": str(row["code"]),
            "name": str(row["name"]),
            "roles": {
                role.key: {
                    "grids": int(row[f"grids_{role.key}"]),
                    "with": int(row[f"with_{role.key}"]),
                    "share": None if math.isnan(row[f"share_{role.key}"]) else float(row[f"share_{role.key}"]),
                    "missing": int(row[f"missing_{role.key}"]),
                }
                for role in plan.scheme.roles
            },
        }
        for row in table.to_dict("records")
    ]


def _covered(plan: Plan, row: IntArray, count: int, on: dt.date | None) -> pd.DataFrame:
    counted, held, must = counted_for_roles(plan), held_roles(plan, on), must_have_roles(plan)
    columns: dict[str, Any] = {}
    for number, role in enumerate(plan.scheme.roles):
        of = np.bincount(row[counted[:, number]], minlength=count)
        have = np.bincount(row[counted[:, number] & held[:, number]], minlength=count)
        columns[f"grids_{role.key}"], columns[f"with_{role.key}"] = of, have
        columns[f"share_{role.key}"] = np.divide(have, of, out=np.full(count, np.nan), where=of > 0)
        columns[f"missing_{role.key}"] = np.bincount(row[must[:, number] & ~held[:, number]], minlength=count)
    return pd.DataFrame(columns, index=pd.RangeIndex(count))
