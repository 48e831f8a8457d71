"""Something in a cell that could not be taken as it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Doubt:
    """A part of a cell that was not understood, or only with a change.

    Attributes
    ----------
    key : str
        Names the sentence, as in :class:`~gridmap.errors.Problem`.
    value : str
        The part; never an ID number.
    """

    key: str
    value: str
