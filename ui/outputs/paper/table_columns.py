"""What the table of a map page has in its columns under each theme, and which rows matter most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gridmap.figures.roles import asked_roles
from gridmap.figures.rows import column_of
from gridmap.model.arrays import FloatArray
from gridmap.model.indicators import Indicator
from gridmap.model.plan import Plan
from layers.marks import Words
from ui.words.indicators import value_of_whole
from ui.words.messages import as_percentage

Say = Callable[[Words], str]
"""Returns words in the language of the page."""


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, how its cells are made, and whether they are numbers that add up."""

    heading: str
    cells: Callable[[pd.DataFrame], list[str]]
    sum: Callable[[pd.DataFrame], str]


def _number(heading: str, key: str) -> Column:
    return Column(
        heading, lambda rows: [f"{value:,}" for value in rows[key].tolist()], lambda rows: f"{int(rows[key].sum()):,}"
    )


def _share(heading: str, part: tuple[str, ...], whole: str) -> Column:
    def shown(part_: float, whole_: float) -> str:
        return as_percentage(part_ / whole_) if whole_ else "–"

    def cells(rows: pd.DataFrame) -> list[str]:
        parts = rows[list(part)].sum(axis=1)
        return [shown(one, other) for one, other in zip(parts, rows[whole], strict=True)]

    return Column(heading, cells, lambda rows: shown(rows[list(part)].sum().sum(), rows[whole].sum()))


def _kinds(plan: Plan, rows: pd.DataFrame, say: Say) -> list[Column]:
    last = plan.scheme.levels[-1]
    kinds = [kind for kind in plan.scheme.kinds_of(last) if f"n_{kind.key}" in rows.columns]
    return [_number(say(kind.name), f"n_{kind.key}") for kind in kinds]


def _average(plan: Plan, rows: pd.DataFrame, say: Say) -> list[Column]:
    """Households to a grid of those kinds for which there is a standard; no column if these are the rows themselves."""
    columns = [column for column in _standardised(plan) if column in rows.columns]
    if not columns:
        return []

    def each(rows: pd.DataFrame) -> list[str]:
        grids = rows[columns].sum(axis=1)
        return [
            f"{homes / count:,.0f}" if count else "–" for homes, count in zip(rows["households"], grids, strict=True)
        ]

    return [Column(say("map-average"), each, lambda rows: each(rows.sum(numeric_only=True).to_frame().T)[0])]


def _standardised(plan: Plan) -> list[str]:
    kinds = [kind for kind in plan.scheme.kinds if any(most > 0 for _, most in kind.households.values())]
    rank = max((kind.level.rank for kind in kinds), default=0)
    return [f"n_{kind.key}" for kind in kinds if kind.level.rank == rank]


_MOST_INDICATORS: Final = 3
"""As many as a table beside a map has room for."""


def _indicators(plan: Plan, rows: pd.DataFrame, say: Say) -> list[Column]:
    """Return a column for each of the first indicators of which the rows say anything."""
    found = []
    for asked in plan.scheme.indicators:
        key = column_of(asked)
        if key in rows.columns and rows[key].notna().any():
            found.append(_indicator(say(asked.name), asked, key))
    return found[:_MOST_INDICATORS]


def _indicator(heading: str, asked: Indicator, key: str) -> Column:
    """Return the column of an indicator; several rows together have a value only where it was worked out of them."""
    return Column(
        heading,
        lambda rows: [value_of_whole(asked, value) for value in rows[key].tolist()],
        lambda rows: value_of_whole(asked, float(rows[key].iloc[0])) if len(rows) == 1 else "–",
    )


def _mean_share(rows: pd.DataFrame, begins: str) -> FloatArray:
    """Return the mean of some shares of a row, 1 for one of which nothing is said. Shape (n,)."""
    shares = rows[[key for key in rows.columns if key.startswith(begins) and key.endswith("_share")]]
    return shares.mean(axis=1).fillna(1.0).to_numpy(dtype=np.float64)


def _or_nothing(rows: pd.DataFrame, key: str) -> FloatArray:
    """Return a column, NaN where the plan has none of what it counts. Shape (n,)."""
    return rows[key].to_numpy(dtype=np.float64) if key in rows.columns else np.full(len(rows), np.nan)


@dataclass(frozen=True)
class ThemeTable:
    """What a theme asks of each row of the table.

    Attributes
    ----------
    columns : callable
        From the plan, the rows and the words of the page to the columns.
    bars : callable
        From the rows to how long the bars are, 0 to 1; they stand before the last column. Shape (n,).
    matters : callable
        From the rows to sort keys for a table with room for some of them only, what matters most first. Shape (n,).
    """

    columns: Callable[[Plan, pd.DataFrame, Say], list[Column]]
    bars: Callable[[pd.DataFrame], FloatArray]
    matters: Callable[[pd.DataFrame], FloatArray]


def _of_most(key: str) -> Callable[[pd.DataFrame], FloatArray]:
    return lambda rows: rows[key].to_numpy(dtype=np.float64) / max(float(rows[key].max()), 1.0)


def _most_first(key: str) -> Callable[[pd.DataFrame], FloatArray]:
    return lambda rows: -rows[key].to_numpy(dtype=np.float64)


TABLES: Final[dict[str, ThemeTable]] = {
    "boundaries": ThemeTable(
        lambda plan, rows, say: [*_kinds(plan, rows, say), _number(say("map-households-of"), "households")],
        _of_most("households"),
        _most_first("households"),
    ),
    "staffing": ThemeTable(
        lambda plan, rows, say: [
            _number(say("map-column-must"), "must_staff"),
            _number(say("map-column-staffed"), "staffed"),
            _share(say("map-column-share"), ("staffed",), "must_staff"),
        ],
        lambda rows: rows["staffed_share"].to_numpy(dtype=np.float64),
        lambda rows: (rows["staffed"] - rows["must_staff"]).to_numpy(dtype=np.float64),
    ),
    "branches": ThemeTable(
        lambda plan, rows, say: [
            _number(say("map-column-own"), "own_branch"),
            _number(say("map-column-joint"), "joint_branch"),
            _share(say("map-column-share"), ("own_branch", "joint_branch"), "must_branch"),
        ],
        lambda rows: rows["branch_covered_share"].to_numpy(dtype=np.float64),
        lambda rows: (rows["own_branch"] + rows["joint_branch"] - rows["must_branch"]).to_numpy(np.float64),
    ),
    "workload": ThemeTable(
        lambda plan, rows, say: [
            *_kinds(plan, rows, say)[:1],
            *_average(plan, rows, say),
            _number(say("map-households-of"), "households"),
        ],
        _of_most("households"),
        _most_first("households"),
    ),
    "indicators": ThemeTable(
        lambda plan, rows, say: [
            *(
                []
                if (of_indicators := _indicators(plan, rows, say))
                else [_number(say("map-households-of"), "households")]
            ),
            *of_indicators,
        ],
        lambda rows: np.full(len(rows), np.nan),
        lambda rows: _mean_share(rows, "indicator_"),
    ),
    "items": ThemeTable(
        lambda plan, rows, say: (
            [
                _number(say("items-raised"), "items_raised"),
                _number(say("items-open"), "items_open"),
                _share(say("items-solved-share"), ("items_solved",), "items_raised"),
            ]
            if "items_raised" in rows.columns
            else [_number(say("map-households-of"), "households")]
        ),
        lambda rows: _or_nothing(rows, "items_solved_share"),
        lambda rows: -_or_nothing(rows, "items_open"),
    ),
    "roles": ThemeTable(
        lambda plan, rows, say: (
            [
                _share(say(role.name), (f"role_{role.key}_with",), f"role_{role.key}_grids")
                for role in asked_roles(plan.scheme)[:_MOST_INDICATORS]
            ]
            or [_number(say("map-households-of"), "households")]
        ),
        lambda rows: np.full(len(rows), np.nan),
        lambda rows: _mean_share(rows, "role_"),
    ),
    "gaps": ThemeTable(
        lambda plan, rows, say: [
            _number(say("map-column-warnings"), "findings_warning"),
            _number(say("map-column-errors"), "findings_error"),
        ],
        _of_most("findings_error"),
        _most_first("findings_error"),
    ),
}
"""The tables by the keys of :data:`layers.themes.MAP_THEMES`."""
