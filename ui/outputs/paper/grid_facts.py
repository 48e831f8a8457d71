"""What a sheet of one grid says of it, worked out for all grids at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.four_sides import SIDES, Bound, Side, four_sides
from gridmap.ground.placement import buildings_by_grid, holder_positions, households_by_grid, residents_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.people.branches import serving_links
from gridmap.people.chains import upward
from gridmap.people.privacy import Profile, shown_names, shown_phones
from gridmap.people.staffing import counting
from ui.words.labels import use_in_words
from ui.words.messages import Language, between, text

_NO_NAME: Final = "–"


@dataclass(frozen=True)
class Person:
    """Somebody who answers for a grid, as far as the profile shows them."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True)
class Link:
    """A branch of the chain above a grid, from the top."""

    tier: str
    name: str
    secretary: str


@dataclass(frozen=True)
class Done:
    """Something that was changed: the day, what was done, and which grids it concerned."""

    day: dt.date
    words: str
    grids: frozenset[int]


@dataclass(frozen=True)
class GridFacts:
    """Everything that a sheet says of a grid.

    Attributes
    ----------
    place : str
        The grids above, from the top.
    extent : str
        In words; ``""`` for a grid without ground.
    compounds, units : tuple of str
        Compounds with buildings in it; dedicated grids that lie in it or border on it.
    chains : tuple of tuple of Link
        For each branch that serves it, the chain from the top.
    changes : tuple of Done
        The latest first.
    """

    grid: int
    code: str
    name: str
    kind: str
    place: str
    area_m2: float
    households: int
    residents: int
    buildings: int
    extent: str
    compounds: tuple[str, ...]
    units: tuple[str, ...]
    people: tuple[Person, ...]
    chains: tuple[tuple[Link, ...], ...]
    changes: tuple[Done, ...]


def grid_facts(
    plan: Plan,
    grids: Sequence[int],
    language: Language,
    privacy: Profile,
    on: dt.date,
    changes: Sequence[Done] = (),
) -> list[GridFacts]:
    """Return the facts of some grids, in their order.

    Parameters
    ----------
    privacy : Profile
        What is shown of people.
    on : date
        The day for which assignments and branches count.
    changes : sequence of Done
        What was done to the project, the latest first.
    """
    at = plan.positions(grids)
    codes, names, kinds = (plan.grids[column].to_numpy(dtype=object) for column in ("code", "name", "kind"))
    kind_names = {kind.key: kind.name.in_language(language) for kind in plan.scheme.kinds}
    uses = plan.grids["use"].to_numpy(dtype=object)
    areas = np.nan_to_num(shapely.area(valid_shapes(plan)))
    households, residents = households_by_grid(plan), residents_by_grid(plan)
    buildings = buildings_by_grid(plan)
    extents = extents_in_words(plan, grids, language)
    compounds, units = _compounds(plan), _units(plan, at)
    people, chains = _people(plan, language, privacy, on), _chains(plan, language, privacy, on)
    found = []
    for here, grid in zip(at.tolist(), grids, strict=True):
        kind = kind_names.get(kinds[here], kinds[here])
        use = use_in_words(uses[here], language) if uses[here] else ""
        found.append(
            GridFacts(
                grid,
                codes[here],
                names[here] or codes[here],
                f"{kind} · {use}" if use else kind,
                " · ".join(names[over] or codes[over] for over in _above(plan, here)),
                float(areas[here]),
                int(households[here]),
                int(residents[here]),
                int(buildings[here]),
                extents.get(grid, ""),
                compounds.get(here, ()),
                units.get(here, ()),
                people.get(here, ()),
                chains.get(here, ()),
                tuple(done for done in changes if grid in done.grids),
            )
        )
    return found


def _above(plan: Plan, here: int) -> list[int]:
    found: list[int] = []
    over = int(plan.holders[here])
    while over >= 0 and over not in found:
        found.append(over)
        over = int(plan.holders[over])
    return found[::-1]


# ---- extent ----------------------------------------------------------------------------------------------------------


def extents_in_words(plan: Plan, grids: Sequence[int], language: Language) -> dict[int, str]:
    """Return for each grid with ground what it reaches to on each side, by :func:`four_sides`, level by level."""
    ids = np.asarray(grids, dtype=np.int64)
    ranks = plan.ranks[plan.positions(ids)]
    words: dict[int, str] = {}
    for rank in np.unique(ranks[ranks > 0]).tolist():
        sides = four_sides(plan, ids[ranks == rank])
        words |= {grid: _extent(plan, own, language) for grid, own in sides.items()}
    return words


def _extent(plan: Plan, sides: Mapping[Side, tuple[Bound, ...]], language: Language) -> str:
    said = {side: between(language).join(_bound(plan, bound, language) for bound in sides[side]) for side in SIDES}
    return text("dossier-extent", language, **{side: words or _NO_NAME for side, words in said.items()})


def _bound(plan: Plan, bound: Bound, language: Language) -> str:
    if bound.thing == "outside":
        return text("dossier-outside", language)
    if bound.thing == "grid":
        return str(plan.value(bound.grid, "name") or plan.value(bound.grid, "code"))
    return bound.name


# ---- what is in it ---------------------------------------------------------------------------------------------------


def _compounds(plan: Plan) -> dict[int, tuple[str, ...]]:
    """Return the housing estates by the place of the grid that holds buildings of theirs."""
    frame = pd.DataFrame({"at": holder_positions(plan), "name": plan.buildings["compound"].to_numpy(dtype=object)})
    frame = frame[(frame["at"] >= 0) & (frame["name"] != "")].drop_duplicates().sort_values(["at", "name"])
    return {int(at): tuple(rows["name"]) for at, rows in frame.groupby("at")}


def _units(plan: Plan, at: IntArray) -> dict[int, tuple[str, ...]]:
    """Return the dedicated grids that lie in a grid or border on it, by name."""
    carved = np.flatnonzero(plan.of_kinds(kind for kind in plan.scheme.kinds if kind.ground != "tile"))
    shapes = valid_shapes(plan)
    one, two = shapely.STRtree(shapes[carved]).query(shapes[at], predicate="intersects")
    names = plan.grids["name"].to_numpy(dtype=object)
    found: dict[int, list[str]] = {}
    for here, unit in zip(at[one].tolist(), carved[two].tolist(), strict=True):
        if here != unit and names[unit] and plan.parents[here] == plan.parents[unit]:
            found.setdefault(here, []).append(names[unit])
    return {here: tuple(sorted(set(known))) for here, known in found.items()}


def _people(plan: Plan, language: Language, privacy: Profile, on: dt.date) -> dict[int, tuple[Person, ...]]:
    """Return who answers for each grid, in the order of the scheme's roles."""
    assignments, workers = plan.tables["assignments"], plan.tables["workers"]
    roles = {role.key: (number, role.name.in_language(language)) for number, role in enumerate(plan.scheme.roles)}
    rows = np.flatnonzero(counting(plan, on))
    place = plan.positions(assignments["grid"].to_numpy()[rows])
    worker = positions_in(workers.index.to_numpy(), assignments["worker"].to_numpy()[rows])
    role = assignments["role"].to_numpy(dtype=object)[rows]
    names, phones = shown_names(workers["name"], privacy), shown_phones(workers["phone"], privacy)
    found: dict[int, set[tuple[int, str, str, str]]] = {}
    for here, who, key in zip(place.tolist(), worker.tolist(), role.tolist(), strict=True):
        number, called = roles.get(key, (len(roles), key))
        found.setdefault(here, set()).add((number, called, names[who] or _NO_NAME, phones[who]))
    return {
        here: tuple(Person(called, name, phone) for _, called, name, phone in sorted(known))
        for here, known in found.items()
    }


def _chains(plan: Plan, language: Language, privacy: Profile, on: dt.date) -> dict[int, tuple[tuple[Link, ...], ...]]:
    """Return for each grid the chain of every branch that serves it on a day, from the top down to that branch."""
    table = plan.tables["branches"]
    names, tiers = (table[column].to_numpy(dtype=object) for column in ("name", "tier"))
    secretaries = shown_names(table["secretary"], privacy)
    tier_names = {tier.key: tier.name.in_language(language) for tier in plan.scheme.tiers}
    branch, grid = serving_links(plan, on)
    found: dict[int, list[tuple[Link, ...]]] = {}
    for which, here in sorted(set(zip(branch.tolist(), grid.tolist(), strict=True))):
        chain = [at for at, _ in upward(plan, which)]
        found.setdefault(here, []).append(
            tuple(Link(tier_names.get(tiers[b], tiers[b]), names[b], secretaries[b]) for b in chain[::-1])
        )
    return {here: tuple(known) for here, known in found.items()}
