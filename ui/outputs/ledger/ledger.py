"""The ledger: every grid as one row with its figures and who answers for it, as far as an output may show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.ground.placement import households_by_grid, residents_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState, branch_state, needs_branch, serving_links
from gridmap.people.privacy import Profile, shown_names, shown_phones
from gridmap.people.staffing import Staffing, counting, is_full_time, staffing_state
from ui.words.labels import dates_of, term, use_in_words, value_in_words
from ui.words.messages import between, origin_of

TextArray = npt.NDArray[np.object_]

_STAFFING = {Staffing.FULL_TIME: "full_time", Staffing.PART_TIME: "part_time", Staffing.NOBODY: "nobody"}
_BRANCHES = {BranchState.OWN: "own", BranchState.JOINT: "joint", BranchState.NONE: "none"}


def ledger(
    plan: Plan,
    *,
    scope: Iterable[int] | None = None,
    privacy: Profile = "briefing",
    language: str = "zh",
    on: dt.date | None = None,
) -> pd.DataFrame:
    """Return the grids of a plan as rows that an output may show.

    Parameters
    ----------
    scope : iterable of int, optional
        Ids of grids: these and everything below them; the whole plan by default.
    privacy : Profile
        What is shown of people. ``public`` leaves out phones and notes, ``briefing`` notes.
    language : "zh" or "en"
        Of roles that stand beside a name, and what separates names.
    on : date, optional
        The day for which assignments count; today by default.

    Returns
    -------
    DataFrame
        Indexed by grid id, in the order of levels, kinds and codes. Columns of
        :data:`ui.words.labels.SHORT` from ``code`` to ``note``; kinds, settings and states as keys.
        ``area_m2`` is of the ground that the shape encloses, NaN without one. ``staffing`` is blank for kinds that
        need no worker, ``branch_state`` for those that need no branch and have none.
    """
    import shapely

    grids = plan.grids
    rows = np.arange(len(plan.ids)) if scope is None else plan.positions(plan.below(list(scope)))
    parents = plan.positions(plan.parents)
    code, name = (grids[column].to_numpy(dtype=object) for column in ("code", "name"))
    areas = shapely.area(valid_shapes(plan))
    must_staff = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.worker_required)
    branches = branch_state(plan, on=on)
    may_have_branch = needs_branch(plan) | (branches != BranchState.NONE)
    columns: dict[str, npt.ArrayLike] = {
        "code": code,
        "name": name,
        "kind": grids["kind"].to_numpy(dtype=object),
        "parent_code": np.where(parents >= 0, code[parents] if len(code) else code, ""),
        "parent_name": np.where(parents >= 0, name[parents] if len(name) else name, ""),
        "setting": grids["setting"].to_numpy(dtype=object),
        "use": grids["use"].to_numpy(dtype=object),
        "area_m2": np.round(areas, 2),
        "households": households_by_grid(plan),
        "residents": residents_by_grid(plan),
        "staffing": np.where(must_staff, _words(staffing_state(plan, on=on), _STAFFING), ""),
        **people_of_grids(plan, privacy, language, on),
        "branch_state": np.where(may_have_branch, _words(branches, _BRANCHES), ""),
        **_branches(plan, privacy, language, on),
        "note": grids["note"].to_numpy(dtype=object),
    }
    hidden = {"public": ("full_time_phone", "others_phone", "note"), "briefing": ("note",), "internal": ()}[privacy]
    table = pd.DataFrame(columns, index=pd.Index(plan.ids, name="id")).drop(columns=list(hidden))
    order = np.lexsort((code[rows].astype(str), plan.kind_numbers[rows], plan.ranks[rows]))
    return table.iloc[rows[order]]


def in_words(plan: Plan, table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a ledger with kinds, settings, uses and states in words instead of keys."""
    kinds = {kind.key: kind.name.in_language(language) for kind in plan.scheme.kinds}
    result = table.copy()
    result["kind"] = [kinds.get(key, key) for key in table["kind"]]
    result["setting"] = [value_in_words(key, language) or key for key in table["setting"]]
    result["use"] = [use_in_words(key, language) for key in table["use"]]
    result["staffing"] = [value_in_words(f"staffing-{key}", language) for key in table["staffing"]]
    result["branch_state"] = [value_in_words(f"branch-{key}", language) for key in table["branch_state"]]
    return result


def people_of_grids(
    plan: Plan, privacy: Profile, language: str, on: dt.date | None, only: IntArray | None = None
) -> dict[str, TextArray]:
    """Return names and phones of the full-time workers and of the others, as every output tells them.

    Parameters
    ----------
    only : int64 (k,), optional
        Positions of the grids that are asked for; the others have nothing. All by default.

    Returns
    -------
    dict of text (n,)
        ``full_time``, ``full_time_phone``, ``others`` with the role of each, ``others_phone``; one for each grid.
    """
    assignments, workers = plan.tables["assignments"], plan.tables["workers"]
    roles = {role.key: role.name.in_language(language) for role in plan.scheme.roles}
    counts = np.flatnonzero(counting(plan, on))
    grid = plan.positions(assignments["grid"].to_numpy()[counts])
    if only is not None:
        asked = np.isin(grid, only)
        counts, grid = counts[asked], grid[asked]
    worker = positions_in(workers.index.to_numpy(), assignments["worker"].to_numpy()[counts])
    role = assignments["role"].to_numpy(dtype=object)[counts]
    full_time = is_full_time(plan)[counts]
    name = shown_names(workers["name"], privacy)[worker]
    phone = shown_phones(workers["phone"], privacy)[worker]
    named = np.array(["", *(_with_role(n, roles.get(r, r)) for n, r in zip(name, role, strict=True))], dtype=object)[1:]
    order = np.lexsort((worker, grid))
    found: dict[str, TextArray] = {}
    for key, which, names in (("full_time", full_time, name), ("others", ~full_time, named)):
        rows = order[which[order]]
        found[key] = _joined(grid[rows], names[rows], len(plan.ids), language)
        found[f"{key}_phone"] = _joined(grid[rows], phone[rows], len(plan.ids), language)
    return found


def _branches(plan: Plan, privacy: Profile, language: str, on: dt.date | None) -> dict[str, TextArray]:
    """Return names and secretaries of the branches that serve every grid."""
    table = plan.tables["branches"]
    branch, grid = serving_links(plan, on)
    pairs = np.unique(np.stack([grid, branch], axis=1), axis=0)
    grid, branch = pairs[:, 0], pairs[:, 1]
    secretary = shown_names(table["secretary"], privacy)
    return {
        "branches": _joined(grid, table["name"].to_numpy(dtype=object)[branch], len(plan.ids), language),
        "secretary": _joined(grid, secretary[branch], len(plan.ids), language),
    }


def _with_role(name: str, role: str) -> str:
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in role)
    return (f"{name}（{role}）" if chinese else f"{name} ({role})") if role else name


def _joined(grid: IntArray, texts: TextArray, count: int, language: str) -> TextArray:
    """Return for each of so many grids its texts in one, blanks left out; ``grid`` is ascending."""
    result = np.full(count, "", dtype=object)
    if not len(grid):
        return result
    first = np.flatnonzero(np.concatenate([[True], grid[1:] != grid[:-1]]))
    for at, group in zip(grid[first].tolist(), np.split(texts, first[1:]), strict=True):
        result[at] = between(language).join(text for text in group if text)
    return result


def _words(states: npt.NDArray[np.int8], words: dict[Staffing, str] | dict[BranchState, str]) -> TextArray:
    table = np.full(max(words) + 1, "", dtype=object)
    for state, word in words.items():
        table[int(state)] = word
    return table[states]


def description(plan: Plan, language: str, on: dt.date) -> str:
    """Return title, origin and dates of a plan in one line, as outputs state them; assignments count on a day."""
    facts = plan.facts()
    origin = origin_of(plan.facts(), language) or term("unstated", language)
    parts = [facts.get("title", ""), f"{term('origin', language)}: {origin}", dates_of(facts, on, language)]
    return " | ".join(part for part in parts if part)
