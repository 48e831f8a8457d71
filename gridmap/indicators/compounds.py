"""What the compounds of the list have: a branch, an owners' committee, a property firm, members; and their figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gridmap.ground.compounds import compounds
from gridmap.ground.placement import rolled_up
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, positions_in
from gridmap.model.plan import Plan


def has_branch(plan: Plan) -> BoolArray:
    """Return which compounds of the list have a party branch of their own. Shape (r,)."""
    branch = plan.tables["compounds"]["branch"].to_numpy()
    return positions_in(plan.tables["branches"].index.to_numpy(), branch) >= 0


def has_committee(plan: Plan) -> BoolArray:
    """Return which compounds of the list have an owners' committee, named or not. Shape (r,)."""
    table = plan.tables["compounds"]
    return table["has_committee"].to_numpy() | _is_said(table["committee"].to_numpy(dtype=object))


def has_firm(plan: Plan) -> BoolArray:
    """Return which compounds of the list have a property firm. Shape (r,)."""
    return _is_said(plan.tables["compounds"]["firm"].to_numpy(dtype=object))


def _is_said(texts: npt.NDArray[np.object_]) -> BoolArray:
    return np.asarray(texts != "", dtype=bool)


def _numbers(column: str) -> Callable[[Plan], IntArray]:
    def of(plan: Plan) -> IntArray:
        return np.maximum(plan.tables["compounds"][column].to_numpy(), 0)

    return of


_PARTS: Final[dict[str, Callable[[Plan], npt.NDArray[Any]]]] = {
    "count": lambda plan: np.ones(len(plan.tables["compounds"])),
    "branch": has_branch,
    "committee": has_committee,
    "firm": has_firm,
    "members": _numbers("members"),
    "registered": _numbers("registered"),
}
"""What an indicator may count of compounds, as :data:`gridmap.model.indicators.COMPOUND_PARTS` names it."""


def amounts_of_compounds(plan: Plan, part: str) -> FloatArray:
    """Return how much of something each compound has, those not on the list nothing. Shape (c,).

    Parameters
    ----------
    part : str
        One of :data:`gridmap.model.indicators.COMPOUND_PARTS`; ``"count"`` is 1 for every compound.
    """
    found = compounds(plan)
    amount = np.full(len(found), float(part == "count"))
    amount[: found.listed] = _PARTS[part](plan)
    return amount


def amounts_by_grid(plan: Plan, part: str) -> FloatArray:
    """Add up what compounds have (:func:`amounts_of_compounds`) for every grid that has all of them. Shape (n,)."""
    at, amount = plan.positions(compounds(plan).seat), amounts_of_compounds(plan, part)
    own = np.bincount(at[at >= 0], weights=amount[at >= 0], minlength=len(plan.ids))
    return rolled_up(plan, own.astype(np.float64))


def is_super(plan: Plan) -> BoolArray:
    """Return which compounds have more residents than the scheme's ``compound_residents``. Shape (c,)."""
    large: BoolArray = compounds(plan).residents > plan.scheme.limit("compound_residents")
    return large


def compound_figures(plan: Plan) -> dict[str, int]:
    """Return what there is of compounds in a plan.

    Returns
    -------
    dict of int
        ``compounds`` in all, ``listed`` of them on the list; ``with_branch``, ``with_committee``, ``with_firm`` of
        these, and ``firms`` of different names; ``super_compounds`` over the scheme's limit of residents; ``members``
        placed in them; ``households``, ``residents`` and ``registered`` ones; ``unassigned``, in no grid.
    """
    found = compounds(plan)
    firms = plan.tables["compounds"]["firm"].to_numpy(dtype=object)
    return {
        "compounds": len(found),
        "listed": found.listed,
        "with_branch": int(has_branch(plan).sum()),
        "with_committee": int(has_committee(plan).sum()),
        "with_firm": int(has_firm(plan).sum()),
        "firms": len({firm for firm in firms.tolist() if firm}),
        "super_compounds": int(is_super(plan).sum()),
        "members": int(_PARTS["members"](plan).sum()),
        "households": int(found.households.sum()),
        "residents": int(found.residents.sum()),
        "registered": int(_PARTS["registered"](plan).sum()),
        "unassigned": int((found.seat == 0).sum()),
    }
