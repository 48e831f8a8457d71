"""How files of boundaries are to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gridmap.exchange.local_fit import LocalFit


@dataclass(frozen=True)
class ImportOptions:
    """What a user says of a file of boundaries beyond what it says itself.

    Attributes
    ----------
    kind : str
        Key of the kind in the scheme, or of a level; if the level has several kinds, a column must tell them apart.
    layer : str, optional
        Layer of the file; needed where it has several.
    code, name, parent, kind_column : str, optional
        Headers of the columns; found by their words (:mod:`gridmap.exchange.headers`) where none is given.
    crs : str, optional
        Where the coordinates are, if the file does not say or is wrong: ``EPSG:…``, ``gcj02`` or ``bd09``. With it
        nothing is said of a shift any more: the user knows.
    encoding : str, optional
        Of the texts, where the file is wrong about it and they do not show it themselves.
    existing : "skip" or "replace"
        What becomes of a row whose grid is in the plan already: it is left out, or the grid is brought up to date. A
        grid is known again by its code; with ``"replace"`` also by its name within its parent, and by its place.
    swap_xy : bool
        Whether the file has its coordinates the other way round: latitude or northing first.
    number : bool
        Whether grids without a code get the next free ones below their parent. They do without being asked for where
        the file has no codes at all and says itself to which parent each grid belongs.
    columns : mapping of header to field, optional
        What columns are to be taken for, a field of :data:`~gridmap.exchange.boundary_columns.FIELDS`, or ``""`` to
        leave one out. ``code``, ``name``, ``parent`` and ``kind_column`` go before it.
    mappings : mapping of fingerprint to such a mapping, optional
        What was decided for files of one shape (:attr:`FileTaken.fingerprint`, :meth:`FileTaken.mapping`); headers
        that are not there are passed over.
    match : float
        Vertices and edges of the plan and of the file that are this near to each other (metres) are matched; 0: none.
    people : bool
        Whether columns of branches, workers and phones come in too, as a roster of the grids.
    retire_gone : bool
        Whether grids of the plan that the file no longer has are removed and their codes retired.
    on : date, optional
        The day on which codes are retired; today by default.
    fit : LocalFit, optional
        From a city's own coordinates to a CRS, for this reading only; written nowhere.
    """

    kind: str
    layer: str | None = None
    code: str | None = None
    name: str | None = None
    parent: str | None = None
    kind_column: str | None = None
    crs: str | None = None
    encoding: str | None = None
    existing: Literal["skip", "replace"] = "skip"
    swap_xy: bool = False
    number: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    match: float = 0.0
    people: bool = False
    retire_gone: bool = False
    on: dt.date | None = None
    fit: LocalFit | None = field(default=None, repr=False)
