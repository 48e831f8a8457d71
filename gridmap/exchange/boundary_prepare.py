"""From officers' files of boundaries to one change of the plan, with the whole outcome before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from gridmap.exchange.boundaries import Reading
from gridmap.exchange.boundary_columns import offered
from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_outcome import STATES, FileTaken, PreparedBoundaries
from gridmap.exchange.boundary_parents import codes_of
from gridmap.exchange.boundary_people import people_in
from gridmap.exchange.boundary_suggestions import place_of, suggestions_for
from gridmap.exchange.boundary_update import differences, gone_from, retire
from gridmap.exchange.parents import WAYS
from gridmap.exchange.rosters import Prepared
from gridmap.exchange.rosters.columns import ColumnTaken, fingerprint
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change, compose
from gridmap.model.cycles import without_garbage_collection
from gridmap.model.errors import BadInput, Problem
from gridmap.model.plan import Plan

Progress = Callable[[int, int], None]
"""Steps done, of how many; what it raises stops the work, and nothing has happened."""

_STEPS: Final = 10  # of each file
_LABEL: Final = "import-boundaries"


@without_garbage_collection()
def prepare_boundaries(
    plan: Plan,
    files: Sequence[Path],
    options: ImportOptions | Sequence[ImportOptions],
    progress: Progress | None = None,
) -> PreparedBoundaries:
    """Work out what files of boundaries would change in a plan; nothing is changed.

    Parameters
    ----------
    plan : Plan
        Where the grids are to go; its scheme says which kinds there are, its CRS is what shapes are brought into.
    files : sequence of Path
        They are read in their order, each on top of those before it: villages may come before their grids.
    options : ImportOptions or sequence of them
        One for all files, or one for each.
    progress : callable, optional
        It may raise to cancel.

    Returns
    -------
    PreparedBoundaries
        Also where a file cannot be read or must be asked about (:attr:`PreparedBoundaries.refused`); the other files
        are there all the same, for a window to show.

    Raises
    ------
    BadInput
        ``unknown-level``, ``import-field-unknown``: options that fit no file. What a file itself is refused for is not
        raised here but by :class:`ImportBoundaries`.
    """
    each = [options] * len(files) if isinstance(options, ImportOptions) else list(options)
    work = _Work(plan)
    for number, (file, wanted) in enumerate(zip(files, each, strict=True)):
        first, of = number * _STEPS, len(files) * _STEPS

        def step(share: float, first: int = first, of: int = of) -> None:
            if progress is not None:
                progress(first + int(share * _STEPS), of)

        work.read(Path(file), wanted, step)
    prepared = work.prepared(each)
    if progress is not None:
        progress(len(files) * _STEPS, len(files) * _STEPS)
    return prepared


@dataclass(frozen=True, eq=False)
class ImportBoundaries:
    """Bring files of boundaries into the plan, as one step that one undo takes back.

    Parameters
    ----------
    files : tuple of Path
    options : ImportOptions or tuple of them
        As for :func:`prepare_boundaries`.
    prepared : PreparedBoundaries, optional
        What it made of the same; it is stored as it was shown if the plan is still the same.
    """

    files: tuple[Path, ...]
    options: ImportOptions | tuple[ImportOptions, ...]
    prepared: PreparedBoundaries | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; :class:`BadInput` for the first file that is refused."""
        prepared = self.prepared
        if prepared is None or prepared.plan is not plan:
            prepared = prepare_boundaries(plan, self.files, self.options)
        if prepared.refused is not None:
            raise prepared.refused
        return prepared.change


class _Work:
    """Files on their way into a plan: what they bring gathers here, and the plan stays as it is."""

    def __init__(self, plan: Plan) -> None:
        self.plan = self.now = plan
        self.changes: list[Change] = []
        self.files: list[FileTaken] = []
        self.rows: list[gpd.GeoDataFrame] = []
        self.readings: list[Reading] = []
        self.problems: list[Problem] = []
        self.rosters: list[Prepared] = []

    def read(self, file: Path, options: ImportOptions, step: Callable[[float], None]) -> None:
        """Take in one file."""
        reading = None
        try:
            reading = Reading(self.now, file, options, step)
            reading.understood()
        except BadInput as error:
            if error.key in ("unknown-level", "import-field-unknown"):
                raise
            self._refuse(file, options, error, reading)
            return
        refused = reading.shift.refusal(reading.file) if reading.shift is not None else None
        rows = _rows_of(reading, len(self.files))
        self.problems += reading.rows.problems()
        offers = offered(reading.features, reading.columns, self.now.scheme)
        taken = FileTaken(
            path=file,
            options=options,
            file=reading.file,
            layer=reading.features.layer,
            columns=_with_people(reading, offers if options.people else ()),
            offered=offers,
            fingerprint=fingerprint(reading.features.columns),
            crs=reading.crs.name,
            place=place_of(reading.shapes, self.now.crs),
            counts={state: int((rows["state"] == state).sum()) for state in STATES},
            values=reading.edit.values,
            refused=refused,
            suggestions=suggestions_for(len(self.files), refused, options, reading, offers),
        )
        self.files.append(taken)
        self.rows.append(rows)
        if refused is not None:
            return
        self.readings.append(reading)
        change = reading.edit.change(self.now)
        self._perform(change)
        if options.people and offers:
            prepared = people_in(self.now, reading, offers)
            self.rosters.append(prepared)
            self.problems += prepared.problems
            self._perform(prepared.change)
        step(1.0)

    def _refuse(self, file: Path, options: ImportOptions, error: BadInput, reading: Reading | None) -> None:
        """Take down that nothing of a file comes in, with what is known of it for a user to correct."""
        number = len(self.files)
        taken = FileTaken(file, options, file.name, refused=error, suggestions=suggestions_for(number, error, options))
        if reading is not None:
            rows = _rows_left_out(reading, number, error.key)
            self.rows.append(rows)
            taken = replace(
                taken,
                layer=reading.features.layer,
                columns=reading.columns.taken(reading.features),
                offered=offered(reading.features, reading.columns, self.now.scheme),
                fingerprint=fingerprint(reading.features.columns),
                place=place_of(reading.shapes, self.now.crs),
                counts={state: len(rows) * (state == "left_out") for state in STATES},
            )
        self.files.append(taken)

    def _perform(self, change: Change) -> None:
        if change:
            self.now = self.now.apply(change)
        self.changes.append(change)

    def prepared(self, options: Sequence[ImportOptions]) -> PreparedBoundaries:
        """Return the outcome of all files."""
        gone = self._gone()
        asked = any(one.retire_gone for one in options)
        locked = self.plan.grids["locked"].to_numpy()[self.plan.positions(gone)]
        retired = gone[~locked] if asked else gone[:0]
        if asked and locked.any():
            codes = ", ".join(self.plan.codes(gone[locked])[:5])
            self.problems.append(Problem("gone-but-locked", values={"count": int(locked.sum()), "codes": codes}))
        names = list(dict.fromkeys(taken.file for taken in self.files))
        if len(retired):
            on = next((one.on for one in options if one.on is not None), None)
            self._perform(retire(self.now, retired, ", ".join(names[:3]), on))
        rows = pd.concat(self.rows, ignore_index=True) if self.rows else _no_rows(self.plan)
        counts: dict[str, int] = {state: int((rows["state"] == state).sum()) for state in STATES}
        counts |= {"gone": len(gone), "retired": len(retired)}
        for key, of in (("matched", "matched"), ("united", "united"), ("adopted", "adopted")):
            counts[key] = sum(int(reading.edit.values[of]) for reading in self.readings)
        return PreparedBoundaries(
            self.plan,
            self._change(names),
            tuple(self.files),
            rows,
            gone,
            retired,
            counts,
            tuple(self.problems),
            tuple(self.rosters),
        )

    def _gone(self) -> IntArray:
        """Return the grids of the plan that the files, which speak of the grids around them, do not have.

        Nothing is gone where files only add: none of their rows is there already, and none is to be brought up to date.
        """
        known = np.concatenate([[0], *(reading.named for reading in self.readings)]).astype(np.int64)
        update = any(reading.options.existing == "replace" for reading in self.readings)
        if not self.readings or not (update or np.isin(known, self.plan.ids).any()):
            return np.empty(0, dtype=np.int64)
        kinds = list({kind.key: kind for reading in self.readings for kind in reading.kinds}.values())
        parents = np.concatenate([reading.found.parents for reading in self.readings])
        return gone_from(self.plan, kinds, parents, known)

    def _change(self, names: Sequence[str]) -> Change:
        """Return everything as one step, with what the history says of it."""
        if not self.changes:
            return Change(_LABEL, {})
        whole = self.changes[0]
        for change in self.changes[1:]:
            whole = compose(whole, change)
        values: dict[str, str | int | float] = {}
        for reading in self.readings:
            for key, value in reading.edit.values.items():
                before = values.get(key)
                same_kind = isinstance(before, int) and isinstance(value, int)
                values[key] = before + value if same_kind else value  # type: ignore[operator]
        values["file"] = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
        return Change(_LABEL, whole.rows, values)


def _with_people(reading: Reading, people: Sequence[ColumnTaken]) -> tuple[ColumnTaken, ...]:
    """Return what the columns of a file are taken for, those of people among them."""
    known = {column.header: column for column in people}
    return tuple(known.get(column.header, column) for column in reading.columns.taken(reading.features))


def _rows_of(reading: Reading, number: int) -> gpd.GeoDataFrame:
    """Return the rows of one file as :attr:`PreparedBoundaries.rows` has them."""
    rows, count = reading.rows, len(reading.rows)
    kept = np.flatnonzero(rows.keep)
    changes = np.empty(count, dtype=object)
    changes[:] = [()] * count
    differs = differences(reading.plan, reading.frame)
    for row, what in zip(kept.tolist(), differs, strict=True):
        changes[row] = what
    old = reading.known.grids > 0
    state = np.full(count, "left_out", dtype=object)
    state[kept] = "new"
    different = np.array([bool(what) for what in changes], dtype=bool)
    renamed = np.array(["name" in what or "code" in what for what in changes], dtype=bool)
    state[rows.keep & old] = "same"
    state[rows.keep & old & different] = "changed"
    state[rows.keep & old & renamed] = "renamed"
    state[rows.keep & (rows.doubts != "")] = "doubtful"
    shapes, parents = reading.shapes.copy(), reading.found.parents.copy()
    shapes[kept] = np.asarray(reading.frame.geometry.array, dtype=object)
    parents[kept] = reading.frame["parent"].to_numpy()
    ids, reasons = reading.ids.copy(), np.where(rows.keep, rows.doubts, rows.reasons)
    united = np.flatnonzero(reading.united_into >= 0)
    into = reading.united_into[united]
    state[united], ids[united], changes[united] = state[into], ids[into], changes[into]
    names = np.where(rows.keep, "", reading.names)
    names[kept] = reading.frame["name"].to_numpy(dtype=object)
    at = np.append(np.arange(len(reading.plan.ids)), -1)[reading.plan.positions(parents)]
    parent_names = np.append(reading.plan.grids["name"].to_numpy(dtype=object), "")[at]
    keys = np.array([kind.key for kind in reading.kinds], dtype=object)
    ways = np.array([*WAYS, ""], dtype=object)
    return gpd.GeoDataFrame(
        {
            "file": number,
            "row": np.arange(1, count + 1),
            "grid": ids,
            "before": reading.known.grids,
            "known_by": reading.known.by,
            "code": reading.codes,
            "name": names,
            "kind": keys[reading.which],
            "parent": parents,
            "parent_code": codes_of(reading.plan, parents),
            "parent_name": parent_names,
            "parent_by": ways[reading.found.way],
            "state": state,
            "reason": reasons,
            "changes": changes,
        },
        geometry=gpd.GeoSeries(shapes, crs=reading.plan.crs),
    )


_COLUMNS: Final = {
    "file": 0, "row": 0, "grid": 0, "before": 0, "known_by": "", "code": "", "name": "", "kind": "", "parent": 0,
    "parent_code": "", "parent_name": "", "parent_by": "", "state": "left_out", "reason": "",
}  # fmt: skip
"""The columns of the rows but ``changes`` and the shape, and what stands there where nothing is known."""


def _rows_left_out(reading: Reading, number: int, reason: str) -> gpd.GeoDataFrame:
    """Return the rows of a file of which nothing comes in."""
    count = len(reading.rows)
    rows = pd.DataFrame(
        {column: np.full(count, blank, dtype=np.int64 if blank == 0 else object) for column, blank in _COLUMNS.items()}
    )
    rows = rows.assign(file=number, row=np.arange(1, count + 1), reason=reason)
    rows["changes"] = pd.Series([()] * count, dtype=object)
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(reading.shapes, crs=reading.plan.crs))


def _no_rows(plan: Plan) -> gpd.GeoDataFrame:
    columns: dict[str, Any] = {
        column: pd.Series([], dtype=np.int64 if blank == 0 else object) for column, blank in _COLUMNS.items()
    }
    columns["changes"] = pd.Series([], dtype=object)
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=plan.crs))
