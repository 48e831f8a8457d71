"""What is typed or pasted into cells of a table of people, as edits of the rows that they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gridmap.edits import (
    AddCompound,
    CorrectAssignments,
    CorrectBranch,
    CorrectBuilding,
    CorrectCompound,
    CorrectFacility,
    CorrectWorker,
    CorrectZone,
    Edit,
    Together,
)
from gridmap.ground.compounds import compounds
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.staffing import counting
from ui.panels.people.compound_ids import places_of_compounds
from ui.panels.people.tables import Sort

FIELDS: Final[Mapping[Sort, Mapping[str, str]]] = {
    "workers": {"person": "name", "staff_number": "staff_number", "phone": "phone", "role": "role"},
    "assignments": {"role": "role", "from": "from_date", "until": "until_date"},
    "vacancies": {},
    "branches": {
        "branch": "name",
        "tier": "tier",
        "above": "parent",
        "secretary": "secretary",
        "members": "members",
        "joint": "joint",
    },
    "zones": {"zone": "name", "zone_kind": "kind", "leads": "branch"},
    "compounds": {
        "compound_name": "name",
        "own_branch": "branch",
        "committee": "committee",
        "firm": "firm",
        "placed": "members",
        "registered": "registered",
        "alias": "alias",
    },
    "buildings": {
        "door_plate": "door_plate",
        "compound": "compound",
        "households": "households",
        "residents": "residents",
    },
    "facilities": {
        "facility": "name",
        "facility_kind": "kind",
        "facility_code": "code",
        "how_many": "count",
        "members": "members",
        "people_in": "people",
        "compound": "compound",
        "phone": "phone",
        "from": "from_date",
        "until": "until_date",
    },
}
"""By table and column what of a row is changed by typing into a cell; what is not here is worked out and not typed."""

_YES: Final = frozenset(("是", "有", "yes", "y", "true", "1", "√", "✓"))
_NO: Final = frozenset(("否", "无", "no", "n", "false", "0", "", "×"))


@dataclass(frozen=True, eq=False)
class TypedRow:
    """Give some cells of a row what was typed into them.

    Parameters
    ----------
    kind : str
        Which of the tables.
    id : int
        Of the row.
    cells : mapping of str to str
        What was typed, by the key of the column: a role, a tier or a branch by its name, a day or a number as people
        write it.
    on : date
        The day that the table shows: of a worker the roles that count then are changed.
    """

    kind: Sort
    id: int
    cells: Mapping[str, str]
    on: dt.date

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            As the edit of such a row; or ``cell-not-typed``, ``no-such-role``, ``no-such-tier``, ``not-a-date``,
            ``not-a-count``, ``not-yes-or-no``, ``branch-not-known``, ``facility-kind``, ``branch-name-twice``.
        """
        values: dict[str, Any] = {}
        for key, text in self.cells.items():
            field = FIELDS[self.kind].get(key)
            if field is None:
                raise Refused("cell-not-typed")
            read = _facility_kind if key == "facility_kind" else _READ.get(field)
            values[field] = text if read is None else read(plan, text.strip())
        return self._edit(plan, values).change(plan)

    def _edit(self, plan: Plan, values: dict[str, Any]) -> Edit:
        if self.kind == "assignments":
            return CorrectAssignments((self.id,), **values)
        if self.kind == "branches":
            return CorrectBranch(self.id, **values)
        if self.kind == "zones":
            return CorrectZone(self.id, **values)
        if self.kind == "buildings":
            return CorrectBuilding(self.id, **values)
        if self.kind == "facilities":
            return CorrectFacility(self.id, values)
        if self.kind == "compounds":
            return self._of_compound(plan, values)
        role = values.pop("role", None)
        if role is None:
            return CorrectWorker(self.id, **values)
        return self._with_role(plan, values, role)

    def _of_compound(self, plan: Plan, values: dict[str, Any]) -> Edit:
        """Return the edit of a compound; one that only buildings name is put on the list with what was typed."""
        said = str(values.get("committee", "")).strip().lower()
        if "committee" in values:
            values["has_committee"] = said not in _NO
            values["committee"] = "" if said in _YES | _NO else values["committee"]
        if self.id > 0:
            return CorrectCompound(self.id, values)
        [place] = places_of_compounds(plan, np.array([self.id])).tolist()
        found = compounds(plan)
        if place < 0:
            raise Refused("no-such-row", table="compounds", row=self.id)
        if place < found.listed:
            return CorrectCompound(int(plan.tables["compounds"].index[place]), values)
        if "name" in values:
            raise Refused("compound-named-by-buildings")
        return AddCompound(str(found.name[place]), int(found.seat[place]), None, values)

    def _with_role(self, plan: Plan, values: dict[str, Any], role: str) -> Edit:
        """Return the edit of a worker's roles that count now, and of the person if that was typed too."""
        table = plan.tables["assignments"]
        own = counting(plan, self.on) & (table["worker"].to_numpy() == self.id)
        rows = tuple(table.index.to_numpy()[own].tolist())
        if not rows:
            raise Refused("role-without-grid")
        roles = CorrectAssignments(rows, role=role)
        if not values:
            return roles
        name = values.get("name") or str(plan.tables["workers"]["name"].get(self.id, ""))
        return Together((CorrectWorker(self.id, **values), roles), "correct-worker", {"name": name})


# ---- reading ---------------------------------------------------------------------------------------------------------


def _role(plan: Plan, text: str) -> str:
    from gridmap.exchange.rosters.fields import role_named  # not before somebody types

    found = role_named(plan.scheme, text)
    if found not in {role.key for role in plan.scheme.roles}:
        raise Refused("no-such-role", value=text, expected=[role.name for role in plan.scheme.roles])
    return found


def _tier(plan: Plan, text: str) -> str:
    from gridmap.exchange.headers import plain
    from gridmap.exchange.rosters.fields import tier_words

    if not text:
        return ""
    found = next((tier.key for tier in plan.scheme.tiers if tier.key == text), "")
    found = found or tier_words(plan.scheme).get(plain(text), "")
    if not found:
        raise Refused("no-such-tier", value=text, expected=[tier.name for tier in plan.scheme.tiers])
    return found


def _facility_kind(plan: Plan, text: str) -> str:
    from gridmap.exchange.headers import plain
    from gridmap.exchange.rosters.fields import facility_words

    found = facility_words(plan.scheme).get(plain(text), "")
    if not found:
        raise Refused("facility-kind", value=text, expected=[kind.name for kind in plan.scheme.facilities])
    return found


def _branch(plan: Plan, text: str) -> int:
    """Return the id of the branch of a name, 0 for none."""
    if not text:
        return 0
    branches = plan.tables["branches"]
    ids = branches.index.to_numpy()[(branches["name"] == text).to_numpy(dtype=bool)].tolist()
    if not ids:
        raise Refused("branch-not-known", value=text)
    if len(ids) > 1:
        raise Refused("branch-name-twice", value=text, count=len(ids))
    return int(ids[0])


def _day(_: Plan, text: str) -> str:
    from gridmap.exchange.tables.dates import read_dates

    read = read_dates(np.array([text], dtype=object))
    if read.doubts[0]:
        raise Refused("not-a-date", value=text)
    return str(read.days[0])


def _count(_: Plan, text: str) -> int:
    from gridmap.exchange.tables.numbers import read_counts

    read = read_counts(np.array([text], dtype=object))
    if read.doubts[0] == "count-negative":
        raise Refused("not-a-count", value=text)
    if text and (read.doubts[0] or not read.known[0]):
        raise Refused("not-a-count", value=text)
    return int(read.values[0])


def _flag(_: Plan, text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise Refused("not-yes-or-no", value=text)
    return text.lower() in _YES


_READ: Final[Mapping[str, Callable[[Plan, str], Any]]] = {
    "role": _role,
    "tier": _tier,
    "parent": _branch,
    "branch": _branch,
    "from_date": _day,
    "until_date": _day,
    "members": _count,
    "count": _count,
    "people": _count,
    "households": _count,
    "residents": _count,
    "registered": _count,
    "joint": _flag,
}
