"""What a grid is called in lists and figures on the map."""

from __future__ import annotations

from gridmap.model.plan import Plan

_SHOWN = 5


def grid_name(plan: Plan, grid: int) -> str:
    """Return a grid's name with the end of its code, which tells grids of one name apart; the code if it has none."""
    return short_name(str(plan.value(grid, "code")), str(plan.value(grid, "name")))


def short_name(code: str, name: str) -> str:
    """Return a name with the end of the code; the code if there is no name."""
    if not name:
        return code
    return f"{name} …{code[-_SHOWN:]}" if code else name
