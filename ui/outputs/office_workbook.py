"""The workbook of an office: figures and ledger, workers, branches, vacancies, findings, and what changed since a day.

Every sheet begins with town and village, so that each of them filters and prints its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.checks import run_checks
from gridmap.exchange.plain import in_plain_text
from gridmap.figures.trend import trend
from gridmap.ground.placement import households_by_grid
from gridmap.model.arrays import BoolArray, IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.people.branches import known_links, parent_positions, seats, serves_grids
from gridmap.people.loads import worker_loads
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones
from gridmap.people.staffing import counting, duties
from gridmap.people.turnover import turnover
from gridmap.people.vacancies import places_of, vacancies
from gridmap.project.comparison import compare
from gridmap.project.compound_changes import compound_changes
from ui.outputs.ledger.workbook import Column, export_workbook
from ui.outputs.lists.roles import role_columns
from ui.outputs.lists.staffing import events_in_words, headings_of_events
from ui.outputs.lists.trend import trend_columns
from ui.outputs.lists.vacancies import headings_of_vacancies, vacancies_in_words
from ui.outputs.record.tables import RecordTables
from ui.words.findings import Wording
from ui.words.labels import heading, term
from ui.words.messages import Language, between, text

if TYPE_CHECKING:
    from ui.outputs.export import Export

_MOST_GRIDS: Final = 12
"""So many names of grids stand in a cell; how many there are stands beside it."""

TextArray = npt.NDArray[np.object_]


def write_workbook(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write the grids, who answers for them, what a check finds in them, and with ``export.since`` what changed."""
    plan, scope = in_plain_text(export.plan), list(export.grids) or None
    findings = run_checks(plan, scope=scope, on=export.on) if scope or export.findings is None else export.findings
    step(0.15)
    sheets = sheets_of(plan, scope, export.language, export.privacy, export.on)
    sheets += _coverage(plan, scope, export.language, export.on)
    if export.since:
        sheets += changes_since(export, plan)
    step(0.25)
    told = Wording(plan, export.language, export.privacy).table(findings).drop(columns="geometry")
    step(0.3)
    return export_workbook(
        plan,
        path,
        step=lambda share: step(0.3 + 0.7 * share),
        scope=scope,
        privacy=export.privacy,
        language=export.language,
        findings=findings,
        findings_table=told,
        sheets=sheets,
        on=export.on,
    )


def sheets_of(
    plan: Plan, scope: Iterable[int] | None, language: Language, privacy: Profile, on: dt.date
) -> list[tuple[str, Sequence[Column]]]:
    """Return the sheets of workers, branches and vacancies, each with its name.

    Parameters
    ----------
    scope : iterable of int, optional
        Ids of grids: what answers for these and everything below them.
    """
    chosen = _chosen(plan, scope)
    return [
        (term("workers", language), workers(plan, chosen, language, privacy, on)),
        (term("branches", language), branches(plan, chosen, language, privacy, on)),
        (text("list-vacancies", language), _vacant(plan, chosen, language, on)),
    ]


def _chosen(plan: Plan, scope: Iterable[int] | None) -> BoolArray | None:
    return None if scope is None else np.isin(plan.ids, plan.below(list(scope)))


# ---- people ----------------------------------------------------------------------------------------------------------


def workers(plan: Plan, within: BoolArray | None, language: Language, privacy: Profile, on: dt.date) -> list[Column]:
    """Return one row for everybody who answers for a grid: where, who, as what, for which grids, and how much it is.

    What they carry is of :func:`gridmap.people.loads.worker_loads`; where they are is where their first grid lies.

    Parameters
    ----------
    within : bool (n,), optional
        Workers with a grid among these; everybody by default.
    """
    loads = worker_loads(plan, within=within, on=on).sort_index()
    table = plan.tables["workers"]
    who, where = duties(plan, counting(plan, on))
    row = positions_in(loads.index.to_numpy(), who)
    known = row >= 0
    row, where = row[known], where[known]
    names, first = _names_by(plan, row, where, len(loads), language)
    place = _place(plan, first)
    at = positions_in(table.index.to_numpy(), loads.index.to_numpy())
    name = shown_names(table["name"], privacy)[at]
    number, phone = shown_numbers(table["staff_number"], privacy)[at], shown_phones(table["phone"], privacy)[at]
    people = [Column(term("person", language), name.tolist(), "text", "count")]
    if privacy != "public":
        people += [
            Column(term("staff_number", language), number.tolist(), "text"),
            Column(term("phone", language), phone.tolist(), "text"),
        ]
    limits = {
        key: text(f"list-over-{key}", language) for key in ("worker_grids", "worker_households", "worker_distance")
    }
    over = [between(language).join(limits[one] for one in keys.split(",")) if keys else "" for keys in loads["over"]]
    columns = [
        *_where(plan, place, language),
        *people,
        Column(text("list-role", language), _roles(plan, loads.index.to_numpy(), language, on), "text"),
        Column(term("of_grids", language), names, "text"),
        Column(text("list-grids", language), loads["grids"].tolist(), "int", "sum"),
        Column(heading(plan, "households", language), loads["households"].tolist(), "int", "sum"),
        Column(heading(plan, "residents", language), loads["residents"].tolist(), "int", "sum"),
        Column(heading(plan, "area_km2", language), (loads["area_m2"] / 1e6).tolist(), "area_km2", "sum"),
        Column(text("list-of_limit", language), loads["of_limit"].tolist(), "share"),
        Column(text("list-over", language), over, "text"),
    ]
    return _sorted(columns, _order(plan, first))


def _roles(plan: Plan, ids: IntArray, language: Language, on: dt.date) -> list[str]:
    """Return the roles that each of some workers has, each once, in the order of the scheme."""
    known = {role.key: (number, role.name.in_language(language)) for number, role in enumerate(plan.scheme.roles)}
    table = plan.tables["assignments"][counting(plan, on)]
    found: list[set[tuple[int, str]]] = [set() for _ in ids]
    for at, role in zip(positions_in(ids, table["worker"].to_numpy()).tolist(), table["role"], strict=True):
        if at >= 0:
            found[at].add(known.get(role, (len(known), role)))
    return [between(language).join(name for _, name in sorted(roles)) for roles in found]


# ---- branches --------------------------------------------------------------------------------------------------------


def branches(plan: Plan, within: BoolArray | None, language: Language, privacy: Profile, on: dt.date) -> list[Column]:
    """Return one row for every branch of a tier that serves grids, with the one above it and how many are below.

    Where it is is where it is seated, see :func:`gridmap.people.branches.seats`.

    Parameters
    ----------
    within : bool (n,), optional
        Branches that sit in one of these grids; all by default.
    """
    table = plan.tables["branches"]
    above = parent_positions(plan)
    linked, grid = known_links(plan, on)
    which, seat = seats(plan, on=on)
    wanted = serves_grids(plan) | np.isin(np.arange(len(table)), linked)
    if within is not None:
        wanted &= np.isin(np.arange(len(table)), which[within[seat]])
    rows = np.flatnonzero(wanted)
    names, _ = _names_by(plan, linked, grid, len(table), language)
    first = np.full(len(table), -1, dtype=np.int64)
    first[which[::-1]] = seat[::-1]
    below = np.bincount(above[above >= 0], minlength=len(table))
    served = np.bincount(linked, minlength=len(table))
    homes = np.bincount(linked, weights=households_by_grid(plan)[grid], minlength=len(table)).astype(np.int64)
    tiers = {tier.key: tier.name.in_language(language) for tier in plan.scheme.tiers}
    title = np.append(table["name"].to_numpy(dtype=object), "")
    joint = text("value-branch-joint", language)
    columns = [
        *_where(plan, _place(plan, first[rows]), language),
        Column(heading(plan, "branches", language), title[rows].tolist(), "text", "count"),
        Column(term("tier", language), [tiers.get(tier, tier) for tier in table["tier"].iloc[rows]], "text"),
        Column(term("above", language), title[above[rows]].tolist(), "text"),
        Column(heading(plan, "secretary", language), shown_names(table["secretary"], privacy)[rows].tolist(), "text"),
        Column(term("members", language), table["members"].iloc[rows].tolist(), "int", "sum"),
        Column(
            heading(plan, "branch_state", language), [joint if one else "" for one in table["joint"].iloc[rows]], "text"
        ),
        Column(text("list-grids", language), served[rows].tolist(), "int"),
        Column(term("of_grids", language), [names[at] for at in rows.tolist()], "text"),
        Column(heading(plan, "households", language), homes[rows].tolist(), "int"),
        Column(term("below", language), below[rows].tolist(), "int"),
    ]
    return _sorted(columns, _order(plan, first[rows]))


# ---- vacancies and changes -------------------------------------------------------------------------------------------


def _vacant(plan: Plan, within: BoolArray | None, language: Language, on: dt.date) -> list[Column]:
    words = vacancies_in_words(plan, vacancies(plan, within=within, on=on), language)
    names = headings_of_vacancies(plan, language)
    formulas = {"households": "sum", "code": "count"}
    return [
        Column(names[key], words[key].tolist(), "int" if key == "households" else "text", formulas.get(key, ""))
        for key in words.columns
    ]


def changes_since(export: Export, plan: Plan) -> list[tuple[str, Sequence[Column]]]:
    """Return who left and came since a day, what was done to the grids according to the history, and the trend.

    Raises
    ------
    BadInput
        ``days-reversed``.
    """
    since, language = export.since, export.language
    assert since is not None
    chosen = _chosen(plan, export.grids or None)
    words = events_in_words(plan, turnover(plan, since, export.on, within=chosen), language, export.privacy)
    names, day = headings_of_events(plan, language), since.isoformat()
    people = [
        Column(names[key], words[key].tolist(), "text", "count" if key == "code" else "") for key in words.columns
    ]
    return [
        (term("people_changed", language, first=day), people),
        (term("grids_changed", language, first=day), _done(export, plan, chosen)),
        *_compounds_changed(export, plan, day),
        (term("trend", language, first=day), _trend(export, plan)),
    ]


def _compounds_changed(export: Export, plan: Plan, day: str) -> list[tuple[str, Sequence[Column]]]:
    """Return a sheet of what became of the list of compounds since a day; none where the history tells of nothing."""
    if export.earlier is None:
        return []
    before = in_plain_text(export.earlier.plan)
    rows = compound_changes(before, plan)
    if export.grids:
        here = np.union1d(before.below(export.grids), plan.below(export.grids))
        rows = rows[rows["seat_before"].isin(here) | rows["seat_after"].isin(here)]
    if not len(rows):
        return []
    found = replace(compare(before, plan, on=export.on), compounds=rows)
    tables = RecordTables(found, export.language, export.privacy)
    return [(term("compounds_changed", export.language, first=day), tables.compounds())]


def _coverage(
    plan: Plan, scope: Iterable[int] | None, language: Language, on: dt.date
) -> list[tuple[str, Sequence[Column]]]:
    """Return a sheet of how far the roles are covered, by the grids of the level above the lowest; none without any."""
    level = plan.scheme.levels[max(len(plan.scheme.levels) - 2, 0)]
    within = None if scope is None else plan.below(list(scope)).tolist()
    columns = role_columns(plan, level, language, on, within)
    return [(term("roles", language), columns)] if columns and len(columns[0].values) else []


def _trend(export: Export, plan: Plan) -> list[Column]:
    """Return the figures of the day and of the last one, by the grids of the level above the lowest."""
    assert export.since is not None
    before = plan if export.earlier is None else in_plain_text(export.earlier.plan)
    level = plan.scheme.levels[max(len(plan.scheme.levels) - 2, 0)]
    found = trend(before, plan, level, export.since, export.on, within=export.grids or None)
    return trend_columns(plan, found, export.language)


def _done(export: Export, plan: Plan, within: BoolArray | None) -> list[Column]:
    """Return a row for each grid that a change concerned, the latest change first."""
    rows: list[tuple[str, str, int]] = []
    for done in export.changes:
        if export.since and export.since <= done.day <= export.on:
            at = np.sort(plan.positions(sorted(done.grids)))
            at = at[at >= 0] if within is None else at[(at >= 0) & within[at]]
            rows += [(done.day.isoformat(), done.words, place) for place in at.tolist()]
    first = np.array([row[2] for row in rows], dtype=np.int64)
    code, name = (plan.grids[key].to_numpy(dtype=object)[first] for key in ("code", "name"))
    language = export.language
    return [
        Column(text("list-day", language), [row[0] for row in rows], "text"),
        *_where(plan, _place(plan, first), language),
        Column(heading(plan, "code", language), code.tolist(), "text", "count"),
        Column(heading(plan, "name", language), name.tolist(), "text"),
        Column(text("list-what", language), [row[1] for row in rows], "text"),
    ]


# ---- columns ---------------------------------------------------------------------------------------------------------


def _place(plan: Plan, at: IntArray) -> tuple[TextArray, TextArray]:
    """Return the names of town and village of some grids, codes where they have none, ``""`` for position -1."""
    there = at >= 0
    found = places_of(plan, np.where(there, at, 0)) if len(plan.ids) else {}
    named = [
        np.where(there, np.where(found[f"{key}_name"] != "", found[f"{key}_name"], found[key]), "")
        if found
        else np.full(len(at), "", dtype=object)
        for key in ("town", "village")
    ]
    return named[0], named[1]


def _where(plan: Plan, place: tuple[TextArray, TextArray], language: Language) -> list[Column]:
    names = headings_of_vacancies(plan, language)
    return [Column(names[key], values.tolist(), "text") for key, values in zip(("town", "village"), place, strict=True)]


def _order(plan: Plan, at: IntArray) -> IntArray:
    """Return rows by the codes of towns and villages of their grids, those in none at the end."""
    codes = np.append(plan.grids["code"].to_numpy(dtype=object).astype(str), "\uffff")
    keys = []
    for level in plan.scheme.levels[1::-1]:
        holder = plan.positions(plan.ancestors_at(level))
        keys.append(codes[np.append(holder, -1)[at]])
    return np.lexsort(keys)


def _sorted(columns: Sequence[Column], order: IntArray) -> list[Column]:
    places = order.tolist()
    return [
        Column(column.heading, [column.values[at] for at in places], column.style, column.formula) for column in columns
    ]


def _names_by(plan: Plan, row: IntArray, grid: IntArray, count: int, language: Language) -> tuple[list[str], IntArray]:
    """Return for each of so many rows the names of its grids as one text, and the position of the first or -1."""
    names, codes = (plan.grids[key].to_numpy(dtype=object) for key in ("name", "code"))
    found: list[list[Any]] = [[] for _ in range(count)]
    first = np.full(count, -1, dtype=np.int64)
    for at, place in zip(row.tolist(), grid.tolist(), strict=True):
        if not found[at]:
            first[at] = place
        found[at].append(names[place] or codes[place])
    texts = [between(language).join([*own[:_MOST_GRIDS], *(["…"] if len(own) > _MOST_GRIDS else [])]) for own in found]
    return texts, first
