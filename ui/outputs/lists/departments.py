"""Departments' grids against the base grids in words: crossings, what only one of the two holds, whole base grids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.departments import (
    Crossings,
    LaidOver,
    Outside,
    Snapped,
    bare_ground,
    crossings,
    ground_outside,
    snapped,
)
from gridmap.model.arrays import IntArray
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.words.labels import dates_of
from ui.words.messages import Language, text

CROSSING_COLUMNS = ("department", "base", "name", "home", "holder", "households", "area_m2", "share")
SNAP_COLUMNS = ("department", "grid", "code", "base_grids", "area_m2", "before", "gained", "lost", "after")


def grid_names(plan: Plan, ids: IntArray, language: Language) -> list[str]:
    """Return what departments' grids are called: by name, else by code, else by number; 0 is none of them."""
    table = plan.tables["department_grids"]
    known = {
        number: plain_text(name or code or f"#{number}")
        for number, name, code in zip(table.index.tolist(), table["name"].tolist(), table["code"].tolist(), strict=True)
    }
    return [known.get(number, text("departments-nobody", language)) for number in ids.tolist()]


def base_names(plan: Plan, ids: IntArray) -> list[str]:
    """Return the names of base grids as they stand."""
    names = plan.grids["name"].to_numpy(dtype=object)[plan.positions(ids)]
    return [plain_text(name) for name in names.tolist()]


def crossings_in_words(plan: Plan, laid: LaidOver, found: Crossings, language: Language) -> pd.DataFrame:
    """Return crossings, or bare ground, with names for ids, in their order; see :data:`CROSSING_COLUMNS`."""
    return pd.DataFrame(
        {
            "department": [plain_text(laid.department)] * len(found),
            "base": [plain_text(code) for code in plan.codes(found.base)],
            "name": base_names(plan, found.base),
            "home": grid_names(plan, found.home, language),
            "holder": grid_names(plan, found.grid, language),
            "households": found.households,
            "area_m2": found.area_m2,
            "share": found.share,
        }
    )


def snap_in_words(plan: Plan, found: Snapped, language: Language) -> pd.DataFrame:
    """Return what each grid of a department would be of whole base grids; see :data:`SNAP_COLUMNS`."""
    grids = found.laid.pieces.grids
    codes = plan.tables["department_grids"]["code"].loc[grids].tolist()
    return pd.DataFrame(
        {
            "department": [plain_text(found.laid.department)] * len(grids),
            "grid": grid_names(plan, grids, language),
            "code": [plain_text(code) for code in codes],
            "base_grids": found.base_grids,
            "area_m2": found.area_m2,
            "before": found.before,
            "gained": found.gained,
            "lost": found.lost,
            "after": found.after,
        }
    )


def headings_of_crossings(language: Language) -> dict[str, str]:
    """Return what the columns of :func:`crossings_in_words` are called."""
    return {
        "department": text("departments-column-department", language),
        "base": text("departments-base-code", language),
        "name": text("departments-base", language),
        "home": text("departments-column-home", language),
        "holder": text("departments-column-holder", language),
        "households": text("departments-column-households", language),
        "area_m2": text("departments-column-area", language),
        "share": text("departments-column-share", language),
    }


def headings_of_snap(language: Language) -> dict[str, str]:
    """Return what the columns of :func:`snap_in_words` are called."""
    return {
        "department": text("departments-column-department", language),
        "grid": text("departments-column-grid", language),
        "code": text("departments-column-code", language),
        "base_grids": text("departments-column-base-grids", language),
        "area_m2": text("departments-column-area-plain", language),
        "before": text("departments-column-before", language),
        "gained": text("departments-column-gained", language),
        "lost": text("departments-column-lost", language),
        "after": text("departments-column-after", language),
    }


def list_of_crossings(plan: Plan, all_laid: Sequence[LaidOver], language: Language, on: dt.date) -> Listed:
    """Return the crossings of some departments as a list to print and to send.

    Further sheets have what only one of the two holds, and the departments' grids of whole base grids.
    """
    found = [(laid, crossings(laid)) for laid in all_laid]
    words = _stacked([crossings_in_words(plan, laid, some, language) for laid, some in found], CROSSING_COLUMNS)
    names, columns = headings_of_crossings(language), []
    for key in CROSSING_COLUMNS:
        columns.append(_column(names[key], words, key))
    bare = _stacked(
        [crossings_in_words(plan, laid, bare_ground(laid), language) for laid in all_laid], CROSSING_COLUMNS
    )
    plain_names = {
        **names,
        "households": text("departments-column-households-plain", language),
        "area_m2": text("departments-column-area-plain", language),
    }
    outside = _stacked([_outside_in_words(plan, laid, language) for laid in all_laid], _OUTSIDE)
    snaps = _stacked([snap_in_words(plan, snapped(laid), language) for laid in all_laid], SNAP_COLUMNS)
    snap_names = headings_of_snap(language)
    more = [
        (text("departments-snap", language), [_column(snap_names[key], snaps, key) for key in SNAP_COLUMNS]),
        (
            text("departments-bare", language),
            [_column(plain_names[key], bare, key) for key in CROSSING_COLUMNS if key != "holder"],
        ),
        (
            text("departments-outside", language),
            [
                _column(key if key not in _OUTSIDE_NAMES else text(_OUTSIDE_NAMES[key], language), outside, key)
                for key in _OUTSIDE
            ],
        ),
    ]
    facts: list[tuple[str, str | int]] = [
        (text("departments-crossings", language), len(words)),
        (text("departments-column-households", language), int(words["households"].sum())),
    ]
    return Listed(
        plan,
        text("departments-list", language),
        dates_of(plan.facts(), on, language),
        language,
        "public",  # grids are things: it names nobody
        columns,
        groups=words["department"].tolist(),
        facts=facts,
        more=[(name, some) for name, some in more if len(some[0].values)],
        on=on,
    )


_OUTSIDE = ("department", "grid", "households", "area_m2")
_OUTSIDE_NAMES = {
    "department": "departments-column-department",
    "grid": "departments-column-grid",
    "households": "departments-column-households-plain",
    "area_m2": "departments-column-area-plain",
}


def _outside_in_words(plan: Plan, laid: LaidOver, language: Language) -> pd.DataFrame:
    found = ground_outside(laid)
    return pd.DataFrame(
        {
            "department": [plain_text(laid.department)] * len(found),
            "grid": grid_names(plan, found.grid, language),
            "households": found.households,
            "area_m2": found.area_m2,
        }
    )


def _stacked(parts: list[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat([*parts, pd.DataFrame(columns=list(columns))[:0]]) if not parts else pd.concat(parts)


def _column(name: str, table: pd.DataFrame, key: str) -> Column:
    values = table[key].tolist()
    if key == "share":
        return Column(name, values, "share")
    if key == "area_m2":
        return Column(name, [round(value) for value in values], "area_m2", "sum", float(sum(values)))
    if key in ("households", "before", "gained", "lost", "after", "base_grids"):
        return Column(name, [int(value) for value in values], "int", "sum", float(sum(values)))
    return Column(name, values, "text")


# ---- for programs ----------------------------------------------------------------------------------------------------


def departments_as_json(plan: Plan, all_laid: Sequence[LaidOver]) -> dict[str, Any]:
    """Return departments' grids against the base grids for programs.

    Returns
    -------
    dict
        ``{"departments": [{"department", "grids": [...], "crossings": [...], "bare": [...], "outside": [...],
        "drawn_otherwise": {"count", "area_m2"}, "moved"}]}``; grids and base grids by code and name, places as GeoJSON
        in the project's CRS, areas in square metres, shares 0 to 1.
    """
    return {"departments": [_one(plan, laid) for laid in all_laid]}


def _one(plan: Plan, laid: LaidOver) -> dict[str, Any]:
    found = snapped(laid)
    grids = laid.pieces.grids
    off = laid.drawn_otherwise
    of_snap = {key: getattr(found, key).tolist() for key in ("before", "after", "gained", "lost", "base_grids")}
    return {
        "department": plain_text(laid.department),
        "grids": [
            {
                **(grid or {}),
                "area_m2": float(laid.area_of_grid[place]),
                "outside_m2": float(laid.outside_m2[place]),
                "outside_households": int(laid.outside_households[place]),
                **{key: int(values[place]) for key, values in of_snap.items()},
            }
            for place, grid in enumerate(_grids(plan, grids))
        ],
        "crossings": _lines(plan, crossings(laid)),
        "bare": _lines(plan, bare_ground(laid)),
        "outside": _outside_lines(plan, ground_outside(laid)),
        "drawn_otherwise": {"count": int(off.sum()), "area_m2": float(laid.area_m2[off].sum())},
        "overlap_m2": laid.twice_m2,
        "moved": found.moved,
        "gets_nothing": _grids(plan, found.vanishing),
        "tied": _bases(plan, found.tied),
        "left_out": _bases(plan, found.left_out),
    }


def _lines(plan: Plan, found: Crossings) -> list[dict[str, Any]]:
    home, grid, base = _grids(plan, found.home), _grids(plan, found.grid), _bases(plan, found.base)
    return [
        {
            "base": base[i],
            "home": home[i],
            "grid": grid[i],
            "households": int(found.households[i]),
            "area_m2": float(found.area_m2[i]),
            "share": float(found.share[i]),
            "where": None if found.shape[i] is None else shapely.geometry.mapping(found.shape[i]),
        }
        for i in range(len(found))
    ]


def _outside_lines(plan: Plan, found: Outside) -> list[dict[str, Any]]:
    return [
        {
            "grid": grid,
            "households": int(found.households[i]),
            "area_m2": float(found.area_m2[i]),
            "where": None if found.shape[i] is None else shapely.geometry.mapping(found.shape[i]),
        }
        for i, grid in enumerate(_grids(plan, found.grid))
    ]


def _grids(plan: Plan, ids: IntArray) -> list[dict[str, Any] | None]:
    table = plan.tables["department_grids"]
    known = {
        number: {"code": plain_text(code), "name": plain_text(name)}
        for number, code, name in zip(table.index.tolist(), table["code"].tolist(), table["name"].tolist(), strict=True)
    }
    return [known.get(number) for number in ids.tolist()]


def _bases(plan: Plan, ids: IntArray) -> list[dict[str, str]]:
    codes, names = plan.codes(ids), base_names(plan, np.asarray(ids))
    return [{"code": plain_text(code), "name": name} for code, name in zip(codes, names, strict=True)]
