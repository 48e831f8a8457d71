"""Who left and came between two days, and how much everybody carries, in words and for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gridmap.model.arrays import positions_in
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.people.loads import LIMITED
from gridmap.people.privacy import Profile, shown_names, shown_numbers
from gridmap.people.turnover import Turnover, grids_in_words
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.outputs.lists.vacancies import headings_of_vacancies
from ui.words.labels import dates_of, heading
from ui.words.messages import Language, as_percentage, between, text

COUNTED = ("grids", "households", "residents")


def workers_shown(plan: Plan, workers: Sequence[int], privacy: Profile) -> pd.DataFrame:
    """Return ``worker`` (staff number) and ``name`` of some workers, as far as a profile shows them."""
    table = plan.tables["workers"]
    at = positions_in(table.index.to_numpy(), np.array(workers, dtype=np.int64))
    texts = {
        column: [plain_text(one) for one in np.append(table[column].to_numpy(dtype=object), "")[at]]
        for column in ("staff_number", "name")
    }
    return pd.DataFrame(
        {
            "worker": shown_numbers(texts["staff_number"], privacy),
            "name": shown_names(texts["name"], privacy),
        }
    )


# ---- between two days ------------------------------------------------------------------------------------------------


def turnover_as_json(plan: Plan, found: Turnover, privacy: Profile) -> dict[str, Any]:
    """Return what happened between two days for programs: codes, keys, and people as a profile shows them.

    Returns
    -------
    dict
        ``{"from", "to", "left": [{"worker", "name", "grid", "role", "on", "vacant_since", "filled_on"}], "came":
        [{"worker", "name", "grid", "role", "on"}], "vacant": [{"grid", "lacks", "since", "until", "days"}], "coverage":
        [{"town", "grids", "lacking_first", "lacking_last", "days_vacant", "covered_share"}]}``
    """

    def events(table: pd.DataFrame, more: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        people = workers_shown(plan, table["worker"].tolist(), privacy)
        codes = [plain_text(code) for code in plan.codes(table["grid"].to_numpy())]
        return [
            {"worker": worker, "name": name, "grid": code, **{key: row[key] for key in ("role", "on", *more)}}
            for worker, name, code, row in zip(
                people["worker"], people["name"], codes, table.to_dict("records"), strict=True
            )
        ]

    vacant = found.vacant.assign(grid=[plain_text(code) for code in plan.codes(found.vacant["grid"].to_numpy())])
    towns = found.coverage.assign(town=[plain_text(code) for code in plan.codes(found.coverage.index.to_numpy())])
    order = ["town", *(column for column in towns.columns if column != "town")]
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "left": events(found.left, ("vacant_since", "filled_on")),
        "came": events(found.came),
        "vacant": vacant.to_dict("records"),
        "coverage": towns[order].to_dict("records"),
    }


def events_in_words(plan: Plan, found: Turnover, language: Language, privacy: Profile) -> pd.DataFrame:
    """Return a row for everybody who left or came: town, village, code, name, what, who, role, day, vacant since."""
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    parts = []
    for table, what in ((found.left, "left"), (found.came, "came")):
        people = workers_shown(plan, table["worker"].tolist(), privacy)
        grids = grids_in_words(plan, table["grid"].to_numpy())
        since = table["vacant_since"].tolist() if what == "left" else [None] * len(table)
        filled = table["filled_on"].tolist() if what == "left" else [None] * len(table)
        parts.append(
            pd.DataFrame(
                {
                    "town": [town or text("column-row_rest", language) for town in grids["town_name"]],
                    "village": grids["village_name"],
                    "code": grids["code"],
                    "name": grids["name"],
                    "what": text("list-left" if what == "left" else "list-came", language),
                    "who": [f"{a} {b}".strip() for a, b in zip(people["name"], people["worker"], strict=True)],
                    "role": [roles.get(role, role) for role in table["role"]],
                    "day": table["on"].tolist(),
                    "since": [day or "" for day in since],
                    "filled": [day or "" for day in filled],
                }
            )
        )
    words = pd.concat(parts, ignore_index=True)
    return words.sort_values(["town", "code", "day"], kind="stable", ignore_index=True)


def headings_of_events(plan: Plan, language: Language) -> dict[str, str]:
    """Return what the columns of :func:`events_in_words` are called."""
    own = {key: text(f"list-{key}", language) for key in ("what", "who", "role", "day", "filled")}
    return headings_of_vacancies(plan, language) | own


def coverage_in_words(plan: Plan, found: Turnover, language: Language) -> pd.DataFrame:
    """Return a row for each town: its name, grids, how many lacked somebody on either day, share of days covered."""
    names = grids_in_words(plan, found.coverage.index.to_numpy())["name"]
    table = found.coverage.reset_index(drop=True)
    rest = text("column-row_rest", language)
    town = [name if grid else rest for name, grid in zip(names, found.coverage.index, strict=True)]
    return pd.DataFrame({"town": town, **{column: table[column] for column in table.columns}})


def list_of_turnover(plan: Plan, found: Turnover, language: Language, privacy: Profile) -> Listed:
    """Return who left and came as a list, with sheets of what was vacant and of how far each town was covered."""
    names, words = headings_of_events(plan, language), events_in_words(plan, found, language, privacy)
    towns = coverage_in_words(plan, found, language)
    vacant = grids_in_words(plan, found.vacant["grid"].to_numpy())
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    stretches = [
        Column(names["town"], vacant["town_name"].tolist(), "text"),
        Column(names["village"], vacant["village_name"].tolist(), "text"),
        Column(names["code"], vacant["code"].tolist(), "text"),
        Column(names["name"], vacant["name"].tolist(), "text"),
        Column(names["lacks"], [roles.get(role, role) for role in found.vacant["lacks"]], "text"),
        Column(names["since"], [day or text("list-never", language) for day in found.vacant["since"]], "text"),
        Column(text("list-until", language), [day or "" for day in found.vacant["until"]], "text"),
        Column(text("list-days", language), found.vacant["days"].tolist(), "int"),
    ]
    covered = [
        Column(names["town"], towns["town"].tolist(), "text"),
        *(
            Column(text(f"list-{key}", language), towns[key].tolist(), "int", "sum", float(towns[key].sum()))
            for key in ("grids", "lacking_first", "lacking_last", "days_vacant")
        ),
        Column(text("list-covered_share", language), towns["covered_share"].tolist(), "share"),
    ]
    dates = text("list-from-to", language, first=found.first.isoformat(), last=found.last.isoformat())
    return Listed(
        plan,
        text("list-turnover", language),
        dates,
        language,
        privacy,
        [Column(names[key], words[key].tolist(), "text") for key in words.columns],
        groups=words["town"].tolist(),
        facts=[(text("list-left", language), len(found.left)), (text("list-came", language), len(found.came))],
        more=[(text("list-coverage", language), covered), (text("list-stretches", language), stretches)],
        on=found.last,
    )


def covered_in_words(share: float) -> str:
    """Return a share of days as people read it."""
    return as_percentage(share)


# ---- how much everybody carries --------------------------------------------------------------------------------------


def loads_as_json(plan: Plan, table: pd.DataFrame, on: dt.date, privacy: Profile) -> dict[str, Any]:
    """Return what everybody carries (:func:`gridmap.people.loads.worker_loads`) for programs, worst first.

    Returns
    -------
    dict
        ``{"on", "limits": {key: value}, "workers": [{"worker", "name", "full_time", "grids", "households", "residents",
        "area_m2", "apart_m", "walk_m", "of_limit", "over": [keys]}]}``
    """
    people = workers_shown(plan, table.index.tolist(), privacy)
    rows = table.assign(over=[key.split(",") if key else [] for key in table["over"]]).to_dict("records")
    return {
        "on": on.isoformat(),
        "limits": {key: plan.scheme.limit(key) for key in LIMITED.values()},
        "workers": [
            {"worker": worker, "name": name, **row}
            for worker, name, row in zip(people["worker"], people["name"], rows, strict=True)
        ],
    }


def loads_in_words(plan: Plan, table: pd.DataFrame, language: Language, privacy: Profile) -> pd.DataFrame:
    """Return what everybody carries in words: who, grids, households, residents, km2, metres, share of the limit."""
    people = workers_shown(plan, table.index.tolist(), privacy)
    limits = {
        "worker_grids": text("list-over-worker_grids", language),
        "worker_households": text("list-over-worker_households", language),
        "worker_distance": text("list-over-worker_distance", language),
    }
    return pd.DataFrame(
        {
            "who": [f"{a} {b}".strip() for a, b in zip(people["name"], people["worker"], strict=True)],
            **{key: table[key].tolist() for key in COUNTED},
            "area_km2": (table["area_m2"] / 1e6).tolist(),
            "apart_m": table["apart_m"].round().astype(np.int64).tolist(),
            "walk_m": table["walk_m"].round().astype(np.int64).tolist(),
            "of_limit": table["of_limit"].tolist(),
            "over": [
                between(language).join(limits[key] for key in keys.split(",")) if keys else "" for keys in table["over"]
            ],
        }
    )


def headings_of_loads(plan: Plan, language: Language) -> dict[str, str]:
    """Return what the columns of :func:`loads_in_words` are called."""
    own = {key: text(f"list-{key}", language) for key in ("who", "grids", "apart_m", "walk_m", "of_limit", "over")}
    return own | {key: heading(plan, key, language) for key in ("households", "residents", "area_km2")}


def list_of_loads(plan: Plan, table: pd.DataFrame, language: Language, on: dt.date, privacy: Profile) -> Listed:
    """Return what everybody carries as a list, worst first."""
    names, words = headings_of_loads(plan, language), loads_in_words(plan, table, language, privacy)
    styles = {"who": "text", "over": "text", "of_limit": "share", "area_km2": "area_km2"}
    over = int((table["over"] != "").sum())
    return Listed(
        plan,
        text("list-loads", language),
        dates_of(plan.facts(), on, language),
        language,
        privacy,
        [Column(names[key], words[key].tolist(), styles.get(key, "int")) for key in words.columns],
        facts=[(text("list-workers", language), len(table)), (text("list-over-count", language), over)],
        on=on,
    )
