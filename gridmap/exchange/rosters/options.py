"""How rosters are to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from gridmap.exchange.rosters.columns import ColumnMapping
from gridmap.exchange.rosters.fields import RosterTable


@dataclass(frozen=True)
class RosterOptions:
    """What a user says of rosters beyond what they say themselves.

    Attributes
    ----------
    table : str, optional
        What a row is; found from the columns where it is not said.
    as_of : date, optional
        The day from which the lists hold. Assignments without a begin of their own begin then, and those that were in
        force in the grids that the lists cover, and are not in them, end the day before.
    columns : mapping of header to field
        What columns are to be taken for (``""``: left out).
    mappings : mapping of fingerprint to ColumnMapping
        What was decided for tables of one shape; it comes before what is found, and after ``columns``.
    choices : mapping of str to int
        For a place or grid that was not found the id of the grid that is meant, by what was asked (``Fault.asked``).
    people : mapping of str to str
        For a name that several have the staff number or phone of the person who is meant, ``""`` for somebody new, by
        what was asked (``Fault.asked``).
    role : str
        The role of people of whom the lists say none: a key of the scheme, or words.
    kinds : mapping of str to str
        The kind of facilities that a word of a list stands for, ``""`` for those of which it says none: a key or a name
        of the scheme.
    crs : str, optional
        Where coordinates are: ``gcj02``, ``bd09``, ``EPSG:…``.
    """

    table: RosterTable | None = None
    as_of: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[str, ColumnMapping] = field(default_factory=dict)
    choices: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    crs: str | None = None
