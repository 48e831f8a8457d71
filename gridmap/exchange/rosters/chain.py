"""Party branches while rosters are read: which branch is meant, what stands above it, which grids it serves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gridmap.exchange.rosters.naming import name_key
from gridmap.exchange.rosters.places import Places
from gridmap.model.plan import Plan
from gridmap.people.branches import known_links

_JOINT = "联合"


@dataclass
class Branch:
    """A row of ``branches`` in the making, and the villages that it is known to be in."""

    id: int
    name: str
    tier: str
    parent: int
    secretary: str
    members: int
    joint: bool
    status: str = ""
    villages: set[int] = field(default_factory=set)
    grids: set[int] = field(default_factory=set)
    joint_said: bool = False


class Ambiguous(Exception):
    """Several branches bear the name, and nothing tells which one is meant."""


class Chain:
    """Branches of a plan and the grids they serve, to which rosters add."""

    def __init__(self, plan: Plan, places: Places) -> None:
        self.plan = plan
        self.places = places
        table, links = plan.tables["branches"], plan.tables["branch_grids"]
        columns = (table[n].tolist() for n in ("name", "tier", "parent", "secretary", "members", "joint"))
        self.branches = {row[0]: Branch(*row) for row in zip(table.index.tolist(), *columns, strict=True)}
        self._next = {name: plan.next_id(name) for name in ("branches", "branch_grids")}
        self._by_name: dict[str, list[int]] = {}
        self.links: dict[tuple[int, int], int] = {}
        self.new_links: list[tuple[int, int, int]] = []
        self.named_links: set[tuple[int, int]] = set()
        self._tiers = {tier.key: tier.rank for tier in plan.scheme.tiers}
        for row, branch, grid in zip(
            links.index.tolist(), links["branch"].tolist(), links["grid"].tolist(), strict=True
        ):
            self.links.setdefault((branch, grid), row)
        for place, at in zip(*(part.tolist() for part in known_links(plan)), strict=True):
            branch = self.branches[int(table.index[place])]
            branch.grids.add(int(plan.ids[at]))
            branch.villages.add(places.village_of(int(plan.ids[at])))
        for branch in self.branches.values():
            self._by_name.setdefault(name_key(branch.name), []).append(branch.id)
            self._seat(branch)

    def _seat(self, branch: Branch) -> None:
        """Note for a branch that serves no grid itself the villages of the one above it."""
        above = branch
        for _ in self._tiers:
            if branch.villages - {0} or above.parent not in self.branches:
                break
            above = self.branches[above.parent]
            branch.villages |= above.villages

    def knows(self, name: str) -> bool:
        """Whether a branch bears a name."""
        return name_key(name) in self._by_name

    # ---- which branch ------------------------------------------------------------------------------------------------

    def find(self, name: str, tier: str, village: int, secretary: str = "") -> Branch | None:
        """Return the branch of a name in a village (0: not known), ``None`` if there is none.

        Raises
        ------
        Ambiguous
            If several are as likely.
        """
        alike = [self.branches[i] for i in self._by_name.get(name_key(name), ())]
        alike = [b for b in alike if not tier or not b.tier or b.tier == tier]
        if village:
            here = [b for b in alike if village in b.villages]
            joint = [
                b for b in alike if b.villages - {0} and (b.joint or _JOINT in b.name) and secretary == b.secretary
            ]
            homeless = [b for b in alike if not b.villages - {0}]
            alike = here or (joint if secretary else []) or homeless
        if len(alike) > 1 and secretary:
            alike = [b for b in alike if b.secretary == secretary] or alike
        if len(alike) > 1:
            raise Ambiguous(name)
        return alike[0] if alike else None

    def put(
        self,
        name: str,
        tier: str,
        village: int,
        *,
        secretary: str = "",
        members: int | None = None,
        joint: bool | None = None,
    ) -> Branch:
        """Return the branch that a row means with what the row says of it; a new one if none is known.

        Raises
        ------
        Ambiguous
            As :meth:`find`.
        """
        branch = self.find(name, tier, village, secretary)
        if branch is None:
            branch = Branch(self._next["branches"], name, tier, 0, secretary, members or 0, False, "new")
            self._next["branches"] += 1
            self.branches[branch.id] = branch
            self._by_name.setdefault(name_key(name), []).append(branch.id)
        said = {"tier": tier, "secretary": secretary}
        values: dict[str, object] = {key: value for key, value in said.items() if value}
        if members is not None:
            values["members"] = members
        if joint is not None:
            values["joint"], branch.joint_said = joint, True
        elif _JOINT in name and branch.status == "new":
            values["joint"] = True
        self._set(branch, **values)
        if village:
            branch.villages.add(village)
        return branch

    def _set(self, branch: Branch, **values: object) -> None:
        for key, value in values.items():
            if getattr(branch, key) != value:
                setattr(branch, key, value)
                branch.status = "new" if branch.status == "new" else "changed"
        branch.status = branch.status or "same"

    def set_parent(self, branch: Branch, above: Branch) -> bool:
        """Put a branch below another; ``False`` if that would be below itself or below a lower tier."""
        seen = above
        for _ in range(len(self.branches)):
            if seen.id == branch.id:
                return False
            if seen.parent not in self.branches:
                break
            seen = self.branches[seen.parent]
        rank = [self._tiers.get(b.tier, 0) for b in (branch, above)]
        if all(rank) and rank[1] >= rank[0]:
            return False
        self._set(branch, parent=above.id)
        branch.villages |= set() if branch.villages - {0} else above.villages
        return True

    def serve(self, branch: Branch, grid: int) -> int:
        """Let a branch serve a grid; the id of the link is returned."""
        self.named_links.add((branch.id, grid))
        branch.grids.add(grid)
        branch.villages.add(self.places.village_of(grid))
        if (branch.id, grid) not in self.links:
            self.links[branch.id, grid] = self._next["branch_grids"]
            self.new_links.append((self._next["branch_grids"], branch.id, grid))
            self._next["branch_grids"] += 1
        return self.links[branch.id, grid]

    def seat_of(self, tier: str, grid: int) -> int:
        """Return the grid that a branch of a tier serves if a row names a grid: itself or one above, 0 for none.

        A village's branch named in the row of a grid serves the village. A tier that the scheme asks of no kind of grid
        (a building's group) serves none; a branch without a tier serves the grid itself.
        """
        plan = self.plan
        wanted = {kind.key: kind.branch_tier for kind in plan.scheme.kinds}
        if not tier:
            return grid
        at = int(plan.positions([grid])[0])
        while at >= 0:
            if wanted.get(str(plan.grids["kind"].iloc[at])) == tier:
                return int(plan.ids[at])
            at = int(plan.holders[at])
        return 0

    def mark_joint(self) -> int:
        """Mark as joint the branches of the lists that serve several grids of one level; return how many were not."""
        marked = 0
        for branch in (self.branches[i] for i in sorted({branch for _, branch, _ in self.new_links})):
            grids = np.array(sorted(branch.grids), dtype=np.int64)
            several = np.bincount(self.plan.ranks[self.plan.positions(grids)]).max() > 1
            if several and not branch.joint and not branch.joint_said:
                self._set(branch, joint=True)
                marked += 1
        return marked

    # ---- what comes of it --------------------------------------------------------------------------------------------

    def branch_rows(self) -> pd.DataFrame:
        """Return the branches that the lists name, with ``status``."""
        rows = [branch for branch in self.branches.values() if branch.status]
        columns = ("name", "tier", "parent", "secretary", "members", "joint", "status")
        index = pd.Index([row.id for row in rows], dtype="int64", name="id")
        return pd.DataFrame({name: [getattr(row, name) for row in rows] for name in columns}, index=index)

    def link_rows(self) -> pd.DataFrame:
        """Return the links that the lists name, with ``status``."""
        first = self.plan.next_id("branch_grids")
        rows = sorted((self.links[link], *link) for link in self.named_links)
        index = pd.Index([row for row, _, _ in rows], dtype="int64", name="id")
        return pd.DataFrame(
            {
                "branch": [branch for _, branch, _ in rows],
                "grid": [grid for _, _, grid in rows],
                "status": ["new" if row >= first else "same" for row, _, _ in rows],
            },
            index=index,
        )
