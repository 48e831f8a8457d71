"""The words of a table of people: what its columns are called, and what stands in a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from ui.panels.people.tables import STATES, YES, Column
from ui.words.messages import Language, between, text

_LIMITS: Final = ("worker_grids", "worker_households", "worker_distance")
HEADINGS: Final[Mapping[str, str]] = {
    "person": "assign-name",
    "staff_number": "assign-staff-number",
    "phone": "assign-phone",
    "role": "list-role",
    "grids": "list-grids",
    "households": "column-households",
    "residents": "column-residents",
    "of_limit": "list-of_limit",
    "over": "list-over",
    "code": "column-code",
    "name": "people-grid",
    "from": "assign-from",
    "until": "assign-until",
    "state": "people-state",
    "kind": "column-kind",
    "lacks": "list-lacks",
    "since": "list-since",
    "branch": "people-branch",
    "tier": "people-tier",
    "above": "people-above",
    "secretary": "column-secretary",
    "members": "people-members",
    "joint": "people-joint",
    "zone": "people-zone",
    "zone_kind": "people-zone-kind",
    "leads": "people-leads",
    "door_plate": "people-door-plate",
    "compound": "people-compound",
    "compound_name": "compound-name",
    "buildings": "compound-buildings",
    "own_branch": "compound-branch",
    "committee": "compound-committee",
    "firm": "compound-firm",
    "outline": "people-outline",
    "super": "compound-super",
    "placed": "compound-members",
    "registered": "compound-registered",
    "alias": "inspector-compound-alias",
    "listed": "compound-listed",
    "facility": "roster-field-facility_name",
    "facility_kind": "roster-field-facility_kind",
    "facility_code": "roster-field-facility_code",
    "how_many": "roster-field-facility_count",
    "people_in": "roster-field-facility_people",
}
"""Which sentence a column is called by; towns and villages are called as the scheme has it."""


class CellWords:
    """Puts the values of tables of people into words of one language.

    Parameters
    ----------
    plan : Plan
        Its scheme names roles, kinds, tiers and levels.
    language : str
    """

    def __init__(self, plan: Plan, language: Language) -> None:
        scheme, self._language = plan.scheme, language
        self._roles = {role.key: role.name.in_language(language) for role in scheme.roles}
        self._kinds = {kind.key: kind.name.in_language(language) for kind in scheme.kinds}
        self._tiers = {tier.key: tier.name.in_language(language) for tier in scheme.tiers}
        self._facilities = {kind.key: kind.name.in_language(language) for kind in scheme.facilities}
        self._states = {key: text(f"people-state-{key}", language) for key in STATES}
        self._limits = {key: text(f"list-over-{key}", language) for key in _LIMITS}
        levels = [level.name.in_language(language) for level in scheme.levels]
        self._places = dict(zip(("town", "village"), [*levels, *levels[-1:]], strict=False))
        self._flags = {True: text("said-yes", language), False: text("said-no", language)}
        self._never, self._between = text("list-never", language), between(language)
        self._choices = {
            "role": tuple(self._roles.values()),
            "tier": tuple(self._tiers.values()),
            "facility_kind": tuple(self._facilities.values()),
            "joint": tuple(self._flags.values()),
        }
        self._how: Mapping[str, Callable[[Any], str]] = {
            "text": str,
            "int": lambda value: f"{int(value):,}",
            "share": lambda value: f"{float(value):.0%}",
            "role": lambda value: self._roles.get(value, value),
            "kind": lambda value: self._kinds.get(value, value),
            "facility": lambda value: self._facilities.get(value, value),
            "tier": lambda value: self._tiers.get(value, value),
            "state": lambda value: self._states[value],
            "over": lambda value: self._between.join(self._limits[key] for key in value.split(",")) if value else "",
            "since": lambda value: value or self._never,
            "flag": lambda value: self._flags[bool(value)],
            "only-yes": lambda value: self._flags[True] if value else "",
            "named": lambda value: self._flags[True] if value == YES else str(value),
        }

    def choices(self, key: str) -> tuple[str, ...]:
        """Return what may be chosen in the cells of a column, in words, nothing where one types."""
        return self._choices.get(key, ())

    def heading(self, column: Column) -> str:
        """Return what a column is called."""
        return self._places.get(column.key) or text(HEADINGS[column.key], self._language)

    def cell(self, column: Column, row: int, privacy: Profile) -> str:
        """Return what stands in a cell, as a profile shows it."""
        return self._how[column.style](column.shown[privacy][row])

    def first_that_begins(self, column: Column, rows: IntArray, privacy: Profile, typed: str) -> int:
        """Return at which of some rows the cell begins with what is typed, in capitals or not; -1 for none."""
        how, wanted = self._how[column.style], typed.casefold()
        begins: dict[Any, bool] = {}
        for at, value in enumerate(column.shown[privacy][rows].tolist()):
            found = begins.get(value)
            if found is None:
                found = begins[value] = how(value).casefold().startswith(wanted)
            if found:
                return at
        return -1

    def values(self, column: Column, rows: Any, privacy: Profile) -> list[Any]:
        """Return the cells of some rows for a file: numbers as numbers, all else in words."""
        values = column.shown[privacy][rows].tolist()
        return values if column.is_number else [self._how[column.style](value) for value in values]
