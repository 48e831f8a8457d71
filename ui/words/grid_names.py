"""What a grid is called in lists and figures on the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from gridmap.model.plan import Plan

_SHOWN = 5
_CODES: Final = ("code", "codes", "to", "parent")
"""Values of edits and refusals that are codes of grids, with ``", "`` between several."""


def grid_name(plan: Plan, grid: int) -> str:
    """Return a grid's name with the end of its code, which tells grids of one name apart; the code if it has none."""
    return short_name(str(plan.value(grid, "code")), str(plan.value(grid, "name")))


def short_name(code: str, name: str) -> str:
    """Return a name with the end of the code; the code if there is no name."""
    if not name:
        return code
    return f"{name} …{code[-_SHOWN:]}" if code else name


def with_names(values: Mapping[str, object], *plans: Plan) -> dict[str, object]:
    """Return the values of an edit or a refusal, with names in the place of codes.

    Parameters
    ----------
    values : mapping
        Those named ``code``, ``codes``, ``to`` and ``parent`` are codes.
    *plans : Plan
        Asked in turn what grid has a code; a code that none of them knows, or that two grids have, stays as it is.
    """
    named = dict(values)
    for key in _CODES:
        codes = values.get(key)
        if isinstance(codes, str) and codes and plans:
            named[key] = _names_of(codes.split(", "), plans)
    return named


def codes_in(values: Mapping[str, object]) -> frozenset[str]:
    """Return the codes among the values of an edit or a refusal, in whose place :func:`with_names` puts names."""
    said = (values.get(key) for key in _CODES)
    return frozenset(code for codes in said if isinstance(codes, str) for code in codes.split(", ") if code)


def _names_of(codes: list[str], plans: tuple[Plan, ...]) -> list[str]:
    """Return the names of the grids with some codes; each plan's codes are gone through once for all of them."""
    names: dict[str, str] = {}
    for plan in plans:
        wanted = [code for code in codes if code not in names]
        if not wanted:
            break
        grids = plan.ids_with_codes(wanted)
        found = plan.codes(grids)
        times = Counter(found)
        once = [(code, grid) for code, grid in zip(found, grids.tolist(), strict=True) if times[code] == 1]
        names |= {code: grid_name(plan, grid) for code, grid in once}
    return [names.get(code, code) for code in codes]
