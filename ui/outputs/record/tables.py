"""Tables of the record of adjustment: grids before and after with who answers for them, buildings, ground, totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from gridmap.edits.stages import STAGES, stages_between
from gridmap.people.privacy import Profile, shown_text
from gridmap.project.comparison import Comparison
from gridmap.project.compound_changes import NEW, RETIRED
from ui.outputs.ledger.ledger import ledger
from ui.outputs.ledger.workbook import Column
from ui.outputs.record import words
from ui.words.labels import dates_of
from ui.words.messages import Language, text

SIDES: Final = ("before", "after")


@dataclass(frozen=True, eq=False)
class RecordTables:
    """Tables of a comparison in words.

    Parameters
    ----------
    comparison : Comparison
    language : "zh" or "en"
    privacy : Profile
        What is shown of people.
    """

    comparison: Comparison
    language: Language
    privacy: Profile

    @cached_property
    def people(self) -> dict[str, pd.DataFrame]:
        """The ledger of each side for the grids that differ, by id."""
        found = {}
        for side, plan in zip(SIDES, (self.comparison.before, self.comparison.after), strict=True):
            ids = self.comparison.grids.index
            there = ids[plan.positions(ids) >= 0]
            table = ledger(plan, privacy=self.privacy, language=self.language, on=self.comparison.on)
            found[side] = table.loc[there].reindex(ids)
        return found

    def person(self, key: str, side: str) -> list[str]:
        """Return a column of texts of the ledger for each grid that differs, ``"—"`` where the grid is not there."""
        texts = self.people[side][key]
        return texts.where(texts.notna(), words.NOTHING).tolist()

    def answers(self, side: str) -> list[str]:
        """Return who answers for each grid that differs, as the comparison in the window tells it."""
        plan = self.comparison.before if side == SIDES[0] else self.comparison.after
        ids = self.comparison.grids.index.to_numpy()
        return words.people(plan, ids, self.comparison.on, self.language, self.privacy)

    def head(self, key: str, side: str = "") -> str:
        """Return the heading of a column, before or after."""
        plain = words.heading(key, self.language)
        return text(f"record-{side}-of", self.language, what=plain) if side else plain

    # ---- sheets ------------------------------------------------------------------------------------------------------

    def grids(self) -> list[Column]:
        """Return one row for every grid that differs."""
        table, language = self.comparison.grids, self.language
        scheme = self.comparison.after.scheme
        kinds = {kind.key: kind.name.in_language(language) for kind in scheme.kinds}
        columns = [
            self._texts("change", [words.status_word(status, language) for status in table["status"]]),
            *(Column(self.head("code", side), self.person("code", side), "text") for side in SIDES),
            *(Column(self.head("name", side), self.person("name", side), "text") for side in SIDES),
            self._texts("kind", [kinds.get(kind, kind) for kind in table["kind"]]),
            self._texts("parent_name", [self.comparison.name_of(grid) for grid in table["parent"].tolist()]),
        ]
        for key in ("households", "residents", "buildings", "area_m2"):
            columns += self._pair(table, key, "area_m2" if key == "area_m2" else "int")
        for side in SIDES:
            columns.append(Column(self.head("standard", side), words.standards(table, side, language), "text"))
        for key, word in (("staffing", words.staffing_word), ("branch_state", words.branch_word)):
            columns += [self._states(table, key, side, word) for side in SIDES]
        for key in ("full_time", "others", "branches", "secretary"):
            columns += [Column(self.head(key, side), self.person(key, side), "text") for side in SIDES]
        return columns

    def buildings(self) -> list[Column]:
        """Return one row for every building that another grid holds."""
        table = self.comparison.buildings
        return [
            self._texts("door_plate", table["door_plate"].tolist()),
            self._texts("compound", table["compound"].tolist()),
            *self._from_and_to(table),
            self._sum("households", table["households"], "int"),
            self._sum("residents", table["residents"], "int"),
        ]

    def ground(self) -> list[Column]:
        """Return one row for every two grids between which ground changed hands."""
        table = self.comparison.ground
        return [
            *self._from_and_to(table),
            self._sum("area_m2", table["area_m2"], "area_m2"),
            self._sum("households", table["households"], "int"),
        ]

    def compounds(self) -> list[Column]:
        """Return one row for every compound of the list that differs, with what it was and is."""
        table, language = self.comparison.compounds, self.language
        rows = table.to_dict("records")
        status = [words.compound_status(row["status"], language) for row in rows]
        columns = [
            Column(words.heading("change", language), status, "text"),
            Column(text("compound-name", language), [words.compound_name(row) for row in rows], "text", "count"),
            Column(
                text("record-compound-what", language),
                [words.what_of_compound(row, self.comparison, language) for row in rows],
                "text",
            ),
        ]
        for key in words.COMPOUND_COLUMNS:
            name = words.compound_heading(key, language)
            sides = [words.compound_sides(row, key, self.comparison, language) for row in rows]
            for at, side in enumerate(SIDES):
                shown = text(f"record-{side}-of", language, what=name)
                if f"{key}_{side}" in table and table[f"{key}_{side}"].dtype == np.float64:
                    columns.append(Column(shown, _blank(table[f"{key}_{side}"]), "int"))
                else:
                    columns.append(Column(shown, [one[at] for one in sides], "text"))
        return columns

    def totals(self) -> list[Column]:
        """Return one row for every village with something that differs."""
        table = self.comparison.totals
        names = words.names_of_totals(self.comparison, self.language)
        columns = [self._texts("code", table["code"].tolist()), self._texts("name", names)]
        for kind in self.comparison.after.scheme.kinds:
            if f"n_{kind.key}_before" in table.columns:
                name = kind.name.in_language(self.language)
                for side in SIDES:
                    values = table[f"n_{kind.key}_{side}"]
                    shown = text(f"record-{side}-of", self.language, what=name)
                    columns.append(Column(shown, values.tolist(), "int", "sum", float(values.sum())))
        for key in ("households", "residents", "staffed", "branch_covered"):
            columns += [self._sum(key, table[f"{key}_{side}"], "int", side) for side in SIDES]
        return columns

    # ---- columns -----------------------------------------------------------------------------------------------------

    def _texts(self, key: str, values: list[str]) -> Column:
        return Column(self.head(key), values, "text")

    def _sum(self, key: str, values: pd.Series, style: str, side: str = "") -> Column:
        return Column(self.head(key, side), values.tolist(), style, "sum", float(values.sum()))

    def _pair(self, table: pd.DataFrame, key: str, style: str) -> list[Column]:
        """Return a figure before and after, and by how much it differs."""
        before, after = table[f"{key}_before"], table[f"{key}_after"]
        difference = after.fillna(0) - before.fillna(0)
        columns = [
            Column(self.head(key, side), _blank(values), style)
            for side, values in zip(SIDES, (before, after), strict=True)
        ]
        return [
            *columns,
            Column(text("record-difference-of", self.language, what=self.head(key)), difference.tolist(), style),
        ]

    def _states(self, table: pd.DataFrame, key: str, side: str, word: Callable[[float, Language], str]) -> Column:
        return Column(self.head(key, side), [word(state, self.language) for state in table[f"{key}_{side}"]], "text")

    def _from_and_to(self, table: pd.DataFrame) -> list[Column]:
        labels = {
            grid: words.grid_label(self.comparison, grid, self.language)
            for grid in np.union1d(table["from"], table["to"]).astype(np.int64).tolist()
        }
        return [self._texts(side, [labels[grid] for grid in table[side].tolist()]) for side in ("from", "to")]


def _blank(values: pd.Series) -> list[Any]:
    return [None if np.isnan(value) else value for value in values.tolist()]


def facts_of(comparison: Comparison, title: str, language: Language) -> list[tuple[str, str]]:
    """Return the facts at the head of the record: what it is called in the language, and what it says."""
    after = comparison.after
    levels = after.scheme.levels
    grids = comparison.grids
    deepest = grids[grids["rank"] == levels[-1].rank]
    rows = [
        (text("record-title-of-draft", language), title),
        (text("record-region", language), after.facts().get("title", "")),
    ]
    for level in levels[:-1]:
        names = names_above(comparison, level.rank)
        rows.append((text("record-concerned", language, level=words.units_of(after, level, language)), names))
    counts = {status: int((deepest["status"] == status).sum()) for status in ("changed", NEW, RETIRED)}
    rows += [
        (text("record-dates", language), dates_of(after.facts(), comparison.on, language)),
        (text("record-what", language), text("record-what-is", language, **counts)),
        (
            text("record-moves", language),
            text(
                "record-moves-are",
                language,
                buildings=len(comparison.buildings),
                households=comparison.households_moved,
                residents=comparison.residents_moved,
                area_m2=comparison.area_moved_m2,
            ),
        ),
    ]
    if len(comparison.compounds):
        rows.append((text("record-compounds", language), words.compounds_summary(comparison, language)))
    return rows


def states_of(comparison: Comparison, language: Language, privacy: Profile) -> list[tuple[str, str, str, str]]:
    """Return how far the adjustment has got: step, whose it is, its state, and day and document of what is done.

    The town proposes, the county agrees, the city files; the first that has not is due. The name of a document is free
    text, and shown as a profile shows that.
    """
    done, after = stages_between(comparison.before, comparison.after), comparison.after
    towns = names_above(comparison, 1) if len(comparison.grids) else ""
    level = words.units_of(after, after.scheme.levels[0], language)
    whose = (towns or level, text("record-county", language), text("record-city", language))
    rows = []
    for at, (key, who) in enumerate(zip(STAGES, whose, strict=True)):
        state = "done" if at < len(done) else "due" if at == len(done) else "waits"
        said = ""
        if at < len(done):
            numbers = after.tables["workers"]["staff_number"].tolist()
            said = f"{done[at].day.isoformat()}  {shown_text(done[at].document, privacy, numbers)}".rstrip()
        rows.append((text(f"record-step-{key}", language), who, text(f"record-state-{state}", language), said))
    return rows


def names_above(comparison: Comparison, rank: int) -> str:
    """Return the names of the grids of a level in which something differs, in the order of their codes."""
    found: dict[str, str] = {}
    level = comparison.after.scheme.levels[rank - 1]
    for plan in (comparison.before, comparison.after):
        at = plan.positions(comparison.grids.index.to_numpy())
        above = np.unique(plan.ancestors_at(level)[at[at >= 0]])
        found |= {comparison.code_of(grid): comparison.name_of(grid) for grid in above[above > 0].tolist()}
    return "、".join(name for _, name in sorted(found.items()))
