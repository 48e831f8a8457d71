"""The tiers of the chain of party branches, as a scheme says them: on what each stands, and what may stand above it.

A chain has as many tiers as a city says: three where villages, grids and buildings have theirs, four where a street,
its communities, their compounds and the buildings do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from gridmap.model.errors import BadInput
from gridmap.model.indicators import COMPOUND
from gridmap.model.sections import MOST_ROWS, Name, Section, shown

BUILDING: Final = "building"
"""Stands for single buildings, or groups of them, where otherwise a level stands; so does :data:`COMPOUND`."""


@dataclass(frozen=True)
class Tier:
    """One tier of the chain of party branches; ``rank`` 1 is the top.

    Attributes
    ----------
    at : str
        What such a branch stands on: the key of a level, :data:`COMPOUND` or :data:`BUILDING`; ``""`` if nobody says.
        A level of the same key goes before these two.
    parents : tuple of str
        Keys of the tiers of which the branch above may be, the highest first; the chain ends where there are none.
    """

    key: str
    rank: int
    name: Name
    at: str = ""
    parents: tuple[str, ...] = ()


def tier(s: Section, rank: int, above: Sequence[Tier], levels: Sequence[str]) -> Tier:
    """Read a ``[[tier]]``; what it leaves out of its parents is the tier right above.

    Parameters
    ----------
    above : sequence of Tier
        Those that the file has before it.
    levels : sequence of str
        Keys of the levels, from the top.

    Raises
    ------
    BadInput
        ``scheme-reference`` for a unit or a tier that there is not, ``scheme-value`` for one that stands on something
        larger than the tier above it does.
    """
    key, name = s.key(), s.name()
    units = list(dict.fromkeys((*levels, COMPOUND, BUILDING)))
    at = cast(str, s.get("at", str, ""))
    if at and at not in units:
        raise _no_such(s, "at", at, units)
    if at and above and above[-1].at and units.index(at) < units.index(above[-1].at):
        raise s.wrong("at", ", ".join(units[units.index(above[-1].at) :]))
    known = [one.key for one in above]
    parents = cast("list[object]", s.get("parents", list, known[-1:]))
    if len(parents) > MOST_ROWS or not all(isinstance(one, str) for one in parents):
        raise s.wrong("parents", f"[str, ...] (≤ {MOST_ROWS})")
    for one in parents:
        if one not in known:
            raise _no_such(s, "parents", one, known)
    return Tier(key, rank, name, at, tuple(one for one in known if one in parents))


def placed(tiers: Sequence[Tier], asked: Sequence[tuple[str, str]]) -> tuple[Tier, ...]:
    """Return the tiers with the level on which each stands where the file does not say it, but asks it of a kind.

    Parameters
    ----------
    asked : sequence of (str, str)
        Of each kind of grids the tier that it asks for and its level, from the top.
    """
    level_of = dict(reversed(asked))
    return tuple(replace(one, at=one.at or level_of.get(one.key, "")) for one in tiers)


def _no_such(s: Section, key: str, value: object, known: Sequence[str]) -> BadInput:
    place, expected = f"{s.place}.{key}", ", ".join(known) or "-"
    return BadInput("scheme-reference", file=s.file, place=place, value=shown(value), expected=expected)
