"""What a page knows of compounds: where each is, what it has, and how it is found, as the profile lets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from gridmap.figures.compounds import compound_rows, within
from gridmap.ground.compounds import compounds, spots
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, positions_in
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_text
from gridmap.search.pinyin import syllables
from layers.compounds import CompoundsLayer
from layers.marks import Words

MOST_COMPOUNDS: Final = 5000
"""A page with more would be heavy; it names them in the details of their grids then."""

FEW_COMPOUNDS: Final = 200
"""So many are seen at once and hide nothing."""

_NUMBERS: Final = ("buildings", "households", "residents", "registered", "members")


def are_shown(plan: Plan) -> bool:
    """Whether a page of a plan has a layer of compounds."""
    return 0 < len(compounds(plan)) <= MOST_COMPOUNDS


def of_part(plan: Plan, grids: tuple[int, ...]) -> BoolArray:
    """Return which compounds of the whole plan are in what a page shows; all where it shows all of it. Shape (c,)."""
    found = compounds(plan)
    return within(plan, found, grids) if grids else np.ones(len(found), dtype=bool)


class PageCompounds(CompoundsLayer):
    """The compounds of a part alone.

    Parameters
    ----------
    grids : tuple of int
        Ids of the grids that the page shows; none for all.
    """

    def __init__(self, grids: tuple[int, ...]) -> None:
        self.grids = grids

    def states(self, plan: Plan) -> IntArray:
        """Return the classes of the compounds, -1 outside of the part."""
        return np.where(of_part(plan, self.grids), super().states(plan), -1)


@dataclass(frozen=True, eq=False)
class CompoundFacts:
    """The columns of the compounds of a page.

    Parameters
    ----------
    plan : Plan
        The whole, for which compound a name stands for depends on the town.
    shown : Plan
        The part that the page shows.
    grids : tuple of int
        As for :class:`PageCompounds`.
    say : callable
        Returns the words for a key.
    privacy : Profile
    """

    plan: Plan
    shown: Plan
    grids: tuple[int, ...]
    say: Callable[[Words], str]
    privacy: Profile

    @cached_property
    def places(self) -> IntArray:
        """Places among the compounds of those on the page, ascending."""
        if not are_shown(self.plan):
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(of_part(self.plan, self.grids))

    @property
    def branches(self) -> IntArray:
        """Where the own branch of each stands in the table of branches, -1 for none."""
        listed = self.plan.tables["compounds"]["branch"].to_numpy()
        own = np.append(listed, 0)[np.minimum(self.places, len(listed))]
        return positions_in(self.plan.tables["branches"].index.to_numpy(), own)

    @property
    def points(self) -> ShapeArray:
        """A point that stands for each, ``None`` for one that is nowhere, in the plan's CRS."""
        return spots(self.plan)[self.places]

    def columns(self, at: list[str], branch: IntArray) -> dict[str, Any]:
        """Return columns with an entry for each compound on the page.

        Parameters
        ----------
        at : list of str
            :attr:`points` as the page reads them.
        branch : int64 (k,)
            Place of the own branch of each among the branches of the page, -1 for none.

        Returns
        -------
        dict
            ``kind``, ``heads`` (words), ``title``, ``alias``, ``sounds``, ``grid`` (place of the grid that has all of
            it, -1), ``branch``, ``at``, and ``rows``: pairs of a place in ``heads`` and a text.
        """
        rows = compound_rows(self.plan).loc[self.places]
        names = rows["name"].tolist()
        heads = [self.say(f"compound-{key}") for key in (*_NUMBERS, "committee", "firm", "listed")]
        heads.append(self.say("inspector-compound-alias"))
        return {
            "kind": self.say("palette-kind-compound"),
            "heads": heads,
            "title": names,
            "alias": [self._text(alias) for alias in rows["alias"].tolist()],
            "sounds": [" ".join(parts) for parts in syllables(names)],
            "grid": self.shown.positions(rows["seat"].to_numpy()).tolist(),
            "branch": branch.tolist(),
            "at": at,
            "rows": [self._rows(row) for row in rows.to_dict("records")],
        }

    def _rows(self, row: dict[str, Any]) -> list[list[Any]]:
        """Return what is told of one compound: numbers that are not 0, and what else it has."""
        told: list[list[Any]] = [
            [place, f"{int(row[key]):,}"] for place, key in enumerate(_NUMBERS) if int(row[key]) or key == "residents"
        ]
        if not row["listed"]:
            return [*told, [len(_NUMBERS) + 2, self.say("inspector-compound-unlisted")]]
        no, yes = self.say("compound-no"), self.say("compound-yes")
        committee = self._text(row["committee"]) or (yes if row["has_committee"] else no)
        told += [[len(_NUMBERS), committee], [len(_NUMBERS) + 1, self._text(row["firm"]) or no]]
        return [*told, [len(_NUMBERS) + 3, self._text(row["alias"])]] if row["alias"] else told

    def _text(self, said: str) -> str:
        """Return what a list says, with phones and staff numbers in it masked but for use inside."""
        numbers = self.plan.tables["workers"]["staff_number"].tolist() if said else ()
        return shown_text(said, "internal" if self.privacy == "internal" else "briefing", numbers)
