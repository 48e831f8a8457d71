"""What a grid is and holds as rows of its details: code, kind, ground, households, residents, buildings."""

from __future__ import annotations

import html

from gridmap.ground.placement import buildings_by_grid, declared_by_grid, households_by_grid, residents_by_grid
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.words.measures import in_km2


def grid_rows(plan: Plan, grid: int, words: Words) -> list[tuple[str, str]]:
    """Return heading and HTML of what a grid is and holds; the grid above it is a link ``grid:ID``."""
    at = int(plan.positions([grid])[0])
    row, shape = plan.grids.iloc[at], plan.shape(grid)
    kind = words.name(plan.scheme.kind(row["kind"]).name) if row["kind"] in plan.scheme else row["kind"]
    above = int(row["parent"])
    area = area_in_words(shape.area, words) if shape is not None else words("inspector-no-shape")
    return [
        (words("inspector-code"), html.escape(row["code"])),
        (words("inspector-kind"), html.escape(kind)),
        (words("inspector-parent"), _link(plan, above) if plan.positions([above])[0] >= 0 else "—"),
        (words("inspector-area"), area),
        (words("column-households"), _households(plan, at, words)),
        (words("inspector-residents"), f"{int(residents_by_grid(plan)[at]):,}"),
        (words("inspector-buildings"), f"{int(buildings_by_grid(plan)[at]):,}"),
    ]


def area_in_words(area_m2: float, words: Words) -> str:
    """Return an area with its unit."""
    if in_km2(area_m2):
        return words("inspector-km2", value=area_m2 / 1e6)
    return words("inspector-m2", value=area_m2)


def _households(plan: Plan, at: int, words: Words) -> str:
    number = plan.kind_numbers[at]
    households = int(households_by_grid(plan)[at])
    declared = int(declared_by_grid(plan, "households")[at])
    if declared:
        return words("inspector-declared", count=households, declared=declared)
    if number >= 0:
        standard = plan.scheme.kinds[number].households.get(plan.grids["setting"].iloc[at])
        if standard and standard[1]:
            return words("inspector-standard", count=households, low=standard[0], high=standard[1])
    return f"{households:,}"


def _link(plan: Plan, grid: int) -> str:
    name = plan.value(grid, "name") or plan.value(grid, "code")
    return f"<a href='grid:{grid}'>{html.escape(name)}</a>"
