"""Edits of party branches: one made, corrected, dissolved, several that are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridmap.edits.compounds import without_branch
from gridmap.edits.handing_over import links_as_one
from gridmap.edits.rows_of_people import name_of, new_rows, require
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan


@dataclass(frozen=True)
class AddBranch:
    """Put a party branch on the list.

    Parameters
    ----------
    name : str
    tier : str
        A key of the scheme's tiers, ``""`` if it is not known.
    parent : int
        Id of the branch above, 0 for none.
    secretary : str
    members : int
        Full members.
    joint : bool
        Whether it serves several grids that have none of their own.
    """

    name: str
    tier: str = ""
    parent: int = 0
    secretary: str = ""
    members: int = 0
    joint: bool = False

    def change(self, plan: Plan) -> Change:
        """Return the change, in whose values ``namesakes`` counts the branches that have that name already.

        Raises
        ------
        Refused
            ``branch-without-name``, ``no-such-tier``, ``no-such-row``, ``tier-not-below``, ``members-negative``.
        """
        name, secretary = _clean(self.name), _clean(self.secretary)
        _require_fit(plan, name, self.tier, self.parent, self.members)
        columns: dict[str, Sequence[object]] = {
            "name": [name],
            "tier": [self.tier],
            "parent": [self.parent],
            "secretary": [secretary],
            "members": [self.members],
            "joint": [self.joint],
        }
        same = int((plan.tables["branches"]["name"] == name).sum())
        rows = new_rows(plan, "branches", columns)
        return change_of(plan, "add-branch", put={"branches": rows}, values={"name": name, "namesakes": same})


@dataclass(frozen=True)
class CorrectBranch:
    """Give a party branch another name, tier, branch above, secretary, number of members, or make it joint or not.

    Parameters
    ----------
    branch : int
    name, tier, parent, secretary, members, joint : optional
        As in :class:`AddBranch`; ``None`` leaves it as it is.
    """

    branch: int
    name: str | None = None
    tier: str | None = None
    parent: int | None = None
    secretary: str | None = None
    members: int | None = None
    joint: bool | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``no-such-row``, ``branch-without-name``, ``no-such-tier``, ``tier-not-below``, ``members-negative``,
            ``branch-above-itself`` if the branch above is the branch itself or one below it, or ``changes-nothing``.
        """
        require(plan, "branches", self.branch)
        old = plan.tables["branches"].loc[self.branch]
        asked = {
            "name": None if self.name is None else _clean(self.name),
            "tier": self.tier,
            "parent": self.parent,
            "secretary": None if self.secretary is None else _clean(self.secretary),
            "members": self.members,
            "joint": self.joint,
        }
        new = {key: value for key, value in asked.items() if value is not None and value != old[key]}
        if not new:
            raise Refused("changes-nothing")
        name, tier, parent, members = (new.get(key, old[key]) for key in ("name", "tier", "parent", "members"))
        if "parent" in new:
            _require_no_circle(plan, self.branch, int(parent))
        _require_fit(plan, str(name), str(tier), int(parent), int(members), moved="parent" in new or "tier" in new)
        rows = edited_rows(plan, "branches", [self.branch], **new)
        return change_of(plan, "correct-branch", put={"branches": rows}, values={"name": str(name)})


@dataclass(frozen=True)
class DeleteBranch:
    """Dissolve a party branch: its links to grids end with it, and zones and compounds have none."""

    branch: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``, or ``branch-has-below`` if there are branches below it."""
        require(plan, "branches", self.branch)
        branches, name = plan.tables["branches"], name_of(plan, "branches", self.branch)
        below = int((branches["parent"].to_numpy() == self.branch).sum())
        if below:
            raise Refused("branch-has-below", name=name, count=below)
        links, zones = plan.tables["branch_grids"], plan.tables["zones"]
        drop = {
            "branches": [self.branch],
            "branch_grids": links.index.to_numpy()[links["branch"].to_numpy() == self.branch].tolist(),
        }
        theirs = zones.index.to_numpy()[zones["branch"].to_numpy() == self.branch]
        put = {"zones": edited_rows(plan, "zones", theirs, branch=0)} if len(theirs) else {}
        if len(compounds := without_branch(plan, [self.branch])):
            put["compounds"] = compounds
        return change_of(plan, "delete-branch", put=put, drop=drop, values={"name": name})


@dataclass(frozen=True)
class MergeBranches:
    """Make one of several entries that are the same party branch: what belongs to any is the one's.

    What the one lacks of secretary and members is taken over; members are not added up, since they are the same people.

    Parameters
    ----------
    branches : tuple of int
        The entries that go.
    into : int
        The one that stays.
    """

    branches: tuple[int, ...]
    into: int

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen``, ``no-such-row``, ``same-branch``, or ``branch-above-itself`` if the one that stays
            stands below one that goes.
        """
        others = list(dict.fromkeys(self.branches))
        if not others:
            raise Refused("nothing-chosen")
        for branch in (*others, self.into):
            require(plan, "branches", branch)
        if self.into in others:
            raise Refused("same-branch", name=name_of(plan, "branches", self.into))
        for branch in others:
            _require_no_circle(plan, branch, self.into, even_alike=False)
        table, zones = plan.tables["branches"], plan.tables["zones"]
        filled = {
            "secretary": next((s for b in (self.into, *others) if (s := str(table.loc[b, "secretary"]))), ""),
            "members": next((m for b in (self.into, *others) if (m := int(table.loc[b, "members"]))), 0),
        }
        below = table.index.to_numpy()[np.isin(table["parent"].to_numpy(), others)]
        below = below[~np.isin(below, [*others, self.into])]
        kept, dropped = _links_as_one(plan, others, self.into)
        in_zones = zones.index.to_numpy()[np.isin(zones["branch"].to_numpy(), others)]
        branches = edited_rows(plan, "branches", [self.into, *below.tolist()])
        branches.loc[self.into, list(filled)] = list(filled.values())
        branches.loc[below, "parent"] = self.into
        return change_of(
            plan,
            "merge-branches",
            put={
                "branches": branches,
                "branch_grids": kept,
                "zones": edited_rows(plan, "zones", in_zones, branch=self.into),
                "compounds": without_branch(plan, others, self.into),
            },
            drop={"branches": others, "branch_grids": dropped},
            values={"name": name_of(plan, "branches", self.into), "count": len(others)},
        )


def below_of(plan: Plan, branch: int) -> list[int]:
    """Return the ids of all branches that stand below one, at whatever depth; a circle is gone round once."""
    table = plan.tables["branches"]
    ids, parents = table.index.to_numpy(), table["parent"].to_numpy()
    found: list[int] = []
    at = np.array([branch])
    while len(at):
        at = np.setdiff1d(ids[np.isin(parents, at)], [branch, *found])
        found += at.tolist()
    return found


def _links_as_one(plan: Plan, others: list[int], into: int) -> tuple[pd.DataFrame, list[int]]:
    """Return the links of several branches as those of one, and the rows that are in others then."""
    links = plan.tables["branch_grids"]
    branch = links["branch"].to_numpy()
    rows = [*links.index[branch == into].tolist(), *links.index[np.isin(branch, others)].tolist()]
    return links_as_one(plan, {row: (into, int(links.loc[row, "grid"])) for row in rows})


def _clean(text: str) -> str:
    return without_strange_letters(text).strip()


def _require_fit(plan: Plan, name: str, tier: str, parent: int, members: int, *, moved: bool = True) -> None:
    """Refuse a branch without a name, of a tier that there is not, or that does not stand below the one above it."""
    if not name:
        raise Refused("branch-without-name")
    ranks = {known.key: known.rank for known in plan.scheme.tiers}
    if tier and tier not in ranks:
        raise Refused("no-such-tier", value=tier, expected=", ".join(ranks))
    if members < 0:
        raise Refused("members-negative", value=members)
    if parent and moved:
        require(plan, "branches", parent)
        above = str(plan.tables["branches"].loc[parent, "tier"])
        if tier in ranks and above in ranks and ranks[above] >= ranks[tier]:
            raise Refused("tier-not-below", name=name, other=name_of(plan, "branches", parent))


def _require_no_circle(plan: Plan, branch: int, parent: int, *, even_alike: bool = True) -> None:
    """Refuse a branch above that is the branch itself, or stands below it."""
    above = dict(zip(plan.tables["branches"].index.tolist(), plan.tables["branches"]["parent"].tolist(), strict=True))
    seen: set[int] = set()
    at = parent if even_alike else above.get(parent, 0)
    while at and at not in seen:
        if at == branch:
            raise Refused("branch-above-itself", name=name_of(plan, "branches", branch))
        seen.add(at)
        at = above.get(at, 0)
