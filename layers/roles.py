"""Grids by whether the roles that the scheme asks of their kind, besides the worker, are there: all, or one of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import ClassVar, Final

import numpy as np

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from gridmap.people.roles import counted_for_roles, held_roles, must_have_roles
from layers import palette
from layers.marks import Layer, Legend
from layers.states import States
from layers.style import Style

ROLE: Final = "role-"
"""What the keys of the layers of single roles begin with."""


_OF_ONE: Final = ("legend-role-held", "legend-role-not-there", "legend-role-missing")


class RoleStates(States):
    """Grids that must have further roles: all of them held, some missing, none held.

    With a role chosen, grids of which its coverage is counted: held, missing though it must be there, just not there.

    Parameters
    ----------
    on : date, optional
    role : str
        Key of the one role that is shown; all that must be there for "".
    key : str
        That of the layer.
    """

    key: ClassVar[str] = "roles"
    counts_on_a_day: ClassVar[bool] = True
    styles: ClassVar[tuple[Style, ...]] = palette.ROLES
    names: ClassVar[tuple[str, ...]] = ("all", "some", "none")

    def __init__(self, on: dt.date | None = None, role: str = "", key: str = "roles") -> None:
        self.on, self.role = on, role
        self.__dict__["key"] = key

    def asked(self, plan: Plan) -> BoolArray:
        """Return the grids of kinds for which the scheme lists roles, or those of which the coverage of the one is."""
        at = self._column(plan)
        return np.asarray(must_have_roles(plan).any(axis=1) if at is None else counted_for_roles(plan)[:, at])

    def states(self, plan: Plan) -> IntArray:
        """Return 0 all held, 1 some missing, 2 none held; of one role 0 held, 1 not there, 2 missing."""
        must, held, at = must_have_roles(plan), held_roles(plan, self.on), self._column(plan)
        if at is not None:
            return np.where(held[:, at], 0, np.where(must[:, at], 2, 1))
        missing, there = (must & ~held).any(axis=1), (must & held).any(axis=1)
        return np.where(missing, np.where(there, 1, 2), 0)

    def legend(self, plan: Plan) -> Legend:
        """Return the states; those of one role under its name, and only as far as there are any."""
        told, at = super().legend(plan), self._column(plan)
        told_as = [f"legend-roles-{name}" for name in self.names] if at is None else _OF_ONE
        words = dict(zip(self.styles, told_as, strict=True))
        entries = [replace(entry, words=words.get(entry.styles[0], "legend-roles-not-asked")) for entry in told.entries]
        if at is None:
            return Legend("legend-roles", tuple(entries))
        here = [entry for entry in entries if entry.count or entry.words == "legend-role-held"]
        return Legend(plan.scheme.roles[at].name, tuple(here))

    def _column(self, plan: Plan) -> int | None:
        """Return the place of the role in the scheme; ``None`` if none is chosen, or the scheme does not know it."""
        keys = [role.key for role in plan.scheme.roles]
        return keys.index(self.role) if self.role in keys else None


def layers_of_roles(scheme: Scheme, on: dt.date | None = None) -> list[Layer]:
    """Return a layer for each role of a scheme, in their order."""
    return [RoleStates(on, role.key, f"{ROLE}{role.key}") for role in scheme.roles]
