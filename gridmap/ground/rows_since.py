"""Which rows of a table an index stands for that was made earlier: what changed since, and where the rest is now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gridmap.model.arrays import IntArray, positions_in

_REBUILD_SHARE: Final = 0.05


@dataclass(frozen=True, eq=False)
class RowsSince:
    """Rows of a table as they were when an index of them was made, and as they are now.

    Attributes
    ----------
    made : int64 (t,)
        Ids of the rows then, ascending.
    ids : int64 (n,)
        Ids of the rows now, ascending.
    fresh : int64 (k,)
        Ids of rows that changed or came since, ascending; what the index knows of them no longer counts.
    """

    made: IntArray
    ids: IntArray
    fresh: IntArray = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def are_as_made(self) -> bool:
        """Whether the index can be taken as it is."""
        return self.ids is self.made and not len(self.fresh)

    def now(self, one: IntArray, row: IntArray, more: IntArray, fresh: IntArray) -> tuple[IntArray, IntArray]:
        """Return pairs of whatever was asked and of positions in the table now.

        Parameters
        ----------
        one, row : int64 (p,)
            Pairs that the index has found; ``row`` counts in :attr:`made`.
        more, fresh : int64 (q,)
            Pairs that were found among the fresh rows; ``fresh`` counts in :attr:`fresh`.
        """
        found = self.made[row]
        position = positions_in(self.ids, found)
        still = (position >= 0) & (positions_in(self.fresh, found) < 0)
        return (
            np.concatenate([one[still], more]).astype(np.int64),
            np.concatenate([position[still], positions_in(self.ids, self.fresh[fresh])]).astype(np.int64),
        )

    def following(self, ids: IntArray, touched: IntArray) -> RowsSince | None:
        """Return the rows after a change; ``None`` if so many are fresh that an index is better made anew.

        Parameters
        ----------
        ids : int64 (n,)
            Ids of the rows after the change.
        touched : int64 (k,)
            Ids of the rows that the change touched, removed ones among them.
        """
        fresh = np.union1d(self.fresh, touched)
        fresh = fresh[positions_in(ids, fresh) >= 0]
        return None if len(fresh) > 100 + _REBUILD_SHARE * len(self.made) else RowsSince(self.made, ids, fresh)
