"""Grids by whether the roles that the scheme asks of their kind, besides the worker, are there."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import numpy as np

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan
from gridmap.people.roles import held_roles, must_have_roles
from layers import palette
from layers.states import States
from layers.style import Style


class RoleStates(States):
    """Grids that must have further roles: all of them held, some missing, none held."""

    key: ClassVar[str] = "roles"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.ROLES
    names: ClassVar[tuple[str, ...]] = ("all", "some", "none")

    def __init__(self, on: dt.date | None = None) -> None:
        self.on = on

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids of kinds for which the scheme lists roles."""
        return np.asarray(must_have_roles(plan).any(axis=1))

    def states(self, plan: Plan) -> IntArray:
        """Return 0 all held, 1 some missing, 2 none held."""
        must, held = must_have_roles(plan), held_roles(plan, self.on)
        missing, there = (must & ~held).any(axis=1), (must & held).any(axis=1)
        return np.where(missing, np.where(there, 1, 2), 0)
