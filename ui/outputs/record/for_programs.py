"""The record of adjustment for other programs: everything in it as JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely

from gridmap.edits.stages import STAGES, stages_between
from gridmap.people.branches import BranchState
from gridmap.people.privacy import Profile, shown_text
from gridmap.people.staffing import Staffing
from gridmap.people.workload import UNBOUNDED, Workload
from gridmap.project.comparison import FIGURES, Comparison
from gridmap.project.compound_changes import FLAGS, NUMBERS, TEXTS
from gridmap.storage.whole_files import write_whole
from ui.words.messages import Language

_STATES: dict[str, type[Staffing] | type[BranchState] | type[Workload]] = {
    "staffing": Staffing,
    "branch_state": BranchState,
    "workload": Workload,
}


def write_json(
    comparison: Comparison, path: Path, *, title: str, language: Language, privacy: Profile, on: dt.date
) -> None:
    """Write the record as .json; of people it says what stands in the name of a document, as the profile shows it."""
    write_whole(path, json.dumps(as_json(comparison, title, privacy), ensure_ascii=False, indent=1))


def as_json(comparison: Comparison, title: str = "", privacy: Profile = "public") -> dict[str, Any]:
    """Return the comparison as plain values; grids by code, shapes as GeoJSON in the project's CRS, no names of people.

    A figure is ``None`` on the side on which the grid is not there. The last of the totals, with
    ``"unassigned": true``, is what no grid of their level holds.
    """
    numbers = comparison.after.tables["workers"]["staff_number"].tolist()
    code, done = comparison.code_of, stages_between(comparison.before, comparison.after)
    return {
        "title": title,
        "as_of": comparison.after.facts().get("as_of", ""),
        "on": comparison.on.isoformat(),
        "stages": [
            {"stage": one.key, "day": one.day.isoformat(), "document": shown_text(one.document, privacy, numbers)}
            for one in done
        ],
        "due": next(iter(STAGES[len(done) :]), None),
        "counts": comparison.counts,
        "households_moved": comparison.households_moved,
        "residents_moved": comparison.residents_moved,
        "area_moved_m2": round(comparison.area_moved_m2, 2),
        "grids": [
            {
                **{key: row[key] for key in ("status", "code", "name", "kind")},
                "parent": code(row["parent"]),
                **{side: _figures(row, side) for side in ("before", "after")},
            }
            for row in comparison.grids.to_dict("records")
        ],
        "buildings": [
            {
                **{key: row[key] for key in ("door_plate", "compound", "households", "residents")},
                **{side: code(row[side]) for side in ("from", "to")},
            }
            for row in comparison.buildings.to_dict("records")
        ],
        "compounds": _compounds(comparison),
        "ground": [
            {
                **{side: code(row[side]) for side in ("from", "to")},
                "area_m2": round(row["area_m2"], 2),
                "households": row["households"],
                "where": json.loads(shapely.to_geojson(row["geometry"])),
            }
            for row in comparison.ground.to_dict("records")
        ],
        "totals": [
            {**{key: _plain(value) for key, value in row.items()}, **({} if grid else {"unassigned": True})}
            for grid, row in zip(comparison.totals.index.tolist(), comparison.totals.to_dict("records"), strict=True)
        ],
    }


def _compounds(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the compounds of the list that differ, by the ids of their rows."""
    table = comparison.compounds
    return [
        {
            "id": identity,
            "status": row["status"],
            **{side: _compound(row, side, comparison.code_of) for side in ("before", "after")},
            **{key: _plain(row[key]) for key in ("outline_moved", "joined", "left")},
        }
        for identity, row in zip(table.index.tolist(), table.to_dict("records"), strict=True)
    ]


def _compound(row: dict[str, Any], side: str, code: Callable[[int], str]) -> dict[str, Any] | None:
    """Return what a compound is on one side, ``None`` where it is not there."""
    if row["status"] == {"before": "new", "after": "retired"}[side]:
        return None
    found = {key: _plain(row[f"{key}_{side}"]) for key in (*TEXTS, *FLAGS, *NUMBERS)}
    return {**found, "grid": code(int(row[f"seat_{side}"]))}


def _figures(row: dict[str, Any], side: str) -> dict[str, Any]:
    found = {}
    for key in FIGURES:
        value = _plain(row[f"{key}_{side}"])
        if key in _STATES and value is not None:
            value = _STATES[key](value).name.lower()
        elif key == "standard_to" and value is not None and value >= UNBOUNDED:
            value = None
        found[key] = value
    return found


def _plain(value: Any) -> Any:
    """Return a figure as JSON has it: whole ones without a point, ``None`` for NaN."""
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() else round(value, 2)
