"""What came of reading boundaries, before anything is stored: what comes in, what does not and why, what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np

from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.rosters import Prepared
from gridmap.exchange.rosters.columns import ColumnTaken
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.errors import BadInput, Problem
from gridmap.model.plan import Plan

State = Literal["new", "changed", "renamed", "same", "doubtful", "left_out"]
STATES: Final[tuple[State, ...]] = ("new", "changed", "renamed", "same", "doubtful", "left_out")
"""What a row of a file is: all but the last come in; a doubtful one comes in too, and somebody should look at it."""


@dataclass(frozen=True)
class Suggestion:
    """Something that a user may want to say of a file.

    Attributes
    ----------
    key : str
        ``shifted``, ``swapped``, ``crs``, ``layer``, ``number``, ``people``, ``update``, ``match``.
    file : int
        Place of the file among those read.
    options : mapping of field of ImportOptions to value
        What to put into the options to follow it: ``dataclasses.replace(options, **suggestion.options)``.
    values : mapping
        What its sentence speaks of; for ``crs`` also ``lon`` and ``lat`` (degrees), where the middle of the file would
        be.
    pressing : bool
        Whether nothing can be stored before it is followed, or the contrary is said (:attr:`otherwise`).
    otherwise : mapping
        What to put into the options to say that all is as it should be; empty where that cannot be said.
    """

    key: str
    file: int
    options: Mapping[str, Any]
    values: Mapping[str, object] = field(default_factory=dict)
    pressing: bool = False
    otherwise: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where the areas of a file are, and which CRS a new project there would best have.

    Attributes
    ----------
    lon, lat : float
        The middle, degrees.
    crs : str
        CGCS2000 / 3-degree Gauss-Kruger of the zone in which the middle lies: ``"EPSG:4549"``.
    """

    lon: float
    lat: float
    crs: str


@dataclass(frozen=True, eq=False)
class FileTaken:
    """One file: what it and its columns were taken for, and what became of its rows.

    Attributes
    ----------
    path, options
        As they were asked for.
    file, layer : str
    columns : tuple of ColumnTaken
        Every column with anything in it, in the order of the file. ``field`` is one of
        :data:`~gridmap.exchange.boundary_columns.FIELDS`, one of a roster if those were asked for, or ``""`` if the
        column is not taken in.
    offered : tuple of ColumnTaken
        Those of branches, workers, phones and the like, with the field of a roster that each would be; they come in
        with ``ImportOptions.people``.
    fingerprint : str
        Key under which a mapping of columns is remembered: of the headers in their order.
    crs : str
        What the coordinates were taken for, by name.
    place : Place or None
    counts : mapping of State to int
    values : mapping
        What the step in the history says of this file, as :func:`~gridmap.exchange.boundaries.read_boundaries`.
    refused : BadInput or None
        Why nothing of the file comes in. Columns and place are there as far as they are known, for a user to correct
        them; all its rows are left out.
    suggestions : tuple of Suggestion
    """

    path: Path
    options: ImportOptions
    file: str
    layer: str = ""
    columns: tuple[ColumnTaken, ...] = ()
    offered: tuple[ColumnTaken, ...] = ()
    fingerprint: str = ""
    crs: str = ""
    place: Place | None = None
    counts: Mapping[State, int] = field(default_factory=dict)
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    refused: BadInput | None = None
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """Header to field: what is to be remembered under :attr:`fingerprint`; no cell of the file."""
        return {column.header: column.field for column in self.columns if column.field or column.why == "chosen"}


@dataclass(frozen=True, eq=False)
class PreparedBoundaries:
    """The outcome of bringing boundaries into a plan, of which nothing is stored yet.

    :class:`~gridmap.exchange.boundary_prepare.ImportBoundaries` stores it.

    Attributes
    ----------
    plan : Plan
        The plan that it was worked out for.
    change : Change
        What storing it does: one step for all files. Empty if nothing would change.
    files : tuple of FileTaken
    rows : GeoDataFrame
        One row for each row of the files, in their order, with the columns

        * ``file`` int (place in ``files``), ``row`` int (from 1, as the user's program shows it);
        * ``grid`` int: the id that the grid has or will have, 0 if left out; ``before`` int: the id of the grid in the
          plan that it is (0 for none); ``known_by``: ``code``, ``name``, ``place`` or ``""``;
        * ``code``, ``name``, ``kind`` (key), ``parent`` int (id once stored, 0 for none), ``parent_code``,
          ``parent_name``, ``parent_by``: ``column``, ``prefix``, ``place`` or ``""``;
        * ``state``: one of :data:`STATES`; ``reason``: key of the Problem that says why a row is left out or doubtful,
          ``""`` for none;
        * ``changes``: tuple of ``code``, ``name``, ``kind``, ``parent``, ``figures``, ``shape``, ``other``: in what it
          differs from the grid in the plan;
        * ``geometry`` in the project's CRS, ``None`` where there is none.
    gone : int64 (n,)
        Ids of grids of the plan that the files do not have, of the kinds that they bring and below the parents of
        which they speak; always listed, and removed only if asked for.
    retired : int64 (n,)
        Those of ``gone`` that storing it removes; locked ones stay.
    counts : mapping of State, or ``gone``, ``retired``, ``matched`` (vertices), ``united``, ``adopted`` to int
    problems : tuple of Problem
    rosters : tuple of Prepared
        What the columns of people and branches bring, of each file for which they were asked for.
    """

    plan: Plan
    change: Change
    files: tuple[FileTaken, ...]
    rows: gpd.GeoDataFrame
    gone: IntArray
    retired: IntArray
    counts: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    rosters: tuple[Prepared, ...] = ()

    @property
    def good(self) -> int:
        """How many rows come in, those that are in the plan as they are among them."""
        return int((self.rows["state"] != "left_out").sum())

    @property
    def bad(self) -> int:
        """How many rows are left out."""
        return int((self.rows["state"] == "left_out").sum())

    @property
    def refused(self) -> BadInput | None:
        """Why nothing can be stored: the first file of which nothing comes in, ``None`` if there is none."""
        return next((taken.refused for taken in self.files if taken.refused is not None), None)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Those of all files."""
        return tuple(suggestion for taken in self.files for suggestion in taken.suggestions)

    def report(self) -> dict[str, Any]:
        """Return the outcome for programs, without sentences: columns, counts, rows that are not as they were, gone."""
        rows = self.rows
        told = rows[rows["state"] != "same"]
        names = [taken.file for taken in self.files]
        return {
            "files": [_file(taken) for taken in self.files],
            "counts": {key: int(count) for key, count in self.counts.items()},
            "rows": [
                {
                    "file": names[row.file],
                    "row": int(row.row),
                    "state": row.state,
                    "reason": row.reason,
                    "code": row.code,
                    "name": row.name_,
                    "kind": row.kind,
                    "parent": row.parent_code,
                    "known_by": row.known_by,
                    "changes": list(row.changes),
                }
                for row in told.drop(columns="geometry").rename(columns={"name": "name_"}).itertuples(index=False)
            ],
            "gone": self._gone(),
        }

    def _gone(self) -> list[dict[str, Any]]:
        grids = self.plan.grids
        at = self.plan.positions(self.gone)
        retired = np.isin(self.gone, self.retired)
        return [
            {"code": code, "name": name, "kind": kind, "retired": bool(goes)}
            for code, name, kind, goes in zip(
                grids["code"].iloc[at], grids["name"].iloc[at], grids["kind"].iloc[at], retired, strict=True
            )
        ]


def _file(taken: FileTaken) -> dict[str, Any]:
    return {
        "file": taken.file,
        "layer": taken.layer,
        "crs": taken.crs,
        "fingerprint": taken.fingerprint,
        "columns": [_column(column) for column in taken.columns],
        "offered": [_column(column) for column in taken.offered],
        "counts": dict(taken.counts),
        "refused": taken.refused.key if taken.refused else None,
        "suggestions": [
            {
                "key": one.key,
                "options": {key: value for key, value in one.options.items() if key != "fit"},
                "values": dict(one.values),
                "pressing": one.pressing,
            }
            for one in taken.suggestions
        ],
    }


def _column(column: ColumnTaken) -> dict[str, Any]:
    return {"header": column.header, "field": column.field, "confidence": column.confidence, "why": column.why}
