"""Searching the outcome of lists: by what is shown of each line, a hundred thousand at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.people.privacy import Profile, shown_names, shown_phones
from ui.look.words import Words
from ui.wizards.rosters.outcome_lines import DOUBTFUL, NAMED_BY, PLACED_BY, TABLES, OutcomeLines, cells_of


class Search:
    """Finds lines by what they say, as far as what is shown of people allows; the texts are made for many at a time."""

    def __init__(self, lines: OutcomeLines, words: Words, profile: Profile) -> None:
        self._lines, self._words, self._profile = lines, words, profile

    def found(self, states: Sequence[int], typed: str) -> IntArray:
        """Return the lines of some states (none for all) that have every word of what was typed."""
        state = self._lines.state
        fits: BoolArray = np.isin(state, states) if states else np.ones(len(state), dtype=bool)
        for word in typed.casefold().split():
            fits &= np.fromiter((word in text for text in self._texts), dtype=bool, count=len(state))
        return np.flatnonzero(fits)

    @cached_property
    def _texts(self) -> list[str]:
        lines = self._lines
        faults, by_table = self.of_faults(), [self.of_table(name) for name in TABLES]
        parts = zip(lines.state.tolist(), lines.table.tolist(), lines.record.tolist(), strict=True)
        return [faults[record] if state <= DOUBTFUL else by_table[table][record] for state, table, record in parts]

    def of_faults(self) -> list[str]:
        """Return the texts of the rows that stay out or are doubtful: what they are about, where, and which rows."""
        texts = [""] * len(self._lines.faults)
        at: dict[int, list[int]] = {}
        for place, faults in enumerate(self._lines.faults):
            at.setdefault(faults[0].table, []).append(place)
        for table, places in at.items():
            taken = self._lines.prepared.tables[table]
            rows = [self._lines.faults[place][0].index for place in places]
            kind = taken.mapping.table if taken.mapping else "grids"
            names: Sequence[str] = cells_of(taken, rows, NAMED_BY[kind])
            if kind in ("workers", "assignments"):
                names = shown_names(names, self._profile).tolist()
            for place, *parts in zip(places, names, cells_of(taken, rows, PLACED_BY), strict=True):
                texts[place] = " ".join(parts).casefold()
        return texts

    def of_table(self, table: str) -> dict[int, str]:
        """Return the texts of the rows of a table by their ids."""
        frame = self._lines.rows(table)
        if frame is None:
            return {}
        names = self._names(table, frame)
        if table == "buildings":
            places = frame["compound"].tolist()
        else:
            told = table in ("assignments", "branch_grids")
            records = frame.index.tolist()
            grids = frame["grid"].tolist() if told else [self._lines.grid_of(table, record) for record in records]
            known = {grid: self._lines.place(grid) for grid in set(grids)}
            places = [known[grid] for grid in grids]
        said = self._said(table, frame)
        return {
            record: f"{name} {place} {more}".casefold()
            for record, name, place, more in zip(frame.index.tolist(), names, places, said, strict=True)
        }

    def _names(self, table: str, frame: pd.DataFrame) -> Sequence[str]:
        if table in ("workers", "assignments"):
            names = frame["name"] if table == "workers" else self._of_others("workers", frame["worker"])
            return list(shown_names(names, self._profile))
        if table == "branch_grids":
            return self._of_others("branches", frame["branch"])
        if table == "buildings":
            return list(frame["door_plate"])
        if table == "items":
            return list(frame["number"])
        return list(frame["name"])

    def _of_others(self, table: str, ids: pd.Series) -> list[str]:
        names = self._lines.plan.tables[table]["name"].to_dict()
        fresh = self._lines.rows(table)
        names |= fresh["name"].to_dict() if fresh is not None else {}
        return [str(names.get(one, "")) for one in ids.tolist()]

    def _said(self, table: str, frame: pd.DataFrame) -> Sequence[str]:
        if table == "workers":
            return list(shown_phones(frame["phone"], self._profile))
        if table in ("items", "facilities"):
            return [self._lines.role_in_words(kind, self._words) for kind in frame["kind"].tolist()]
        if table == "assignments":
            return [self._lines.role_in_words(role, self._words) for role in frame["role"].tolist()]
        return [""] * len(frame)
