"""What stands beside a map in figures, for a page and a slide alike: large numbers, shares, and the table by areas.

All of it comes from :mod:`gridmap.figures.statistics`, as the figures of ``gridmap stats`` do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from gridmap.checks import Finding, Findings, run_checks
from gridmap.figures.rows import concerned
from gridmap.figures.statistics import Breakdown, breakdown, breakdowns, inside, of_grids, total
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from layers import MAP_THEMES, Theme
from layers.labels import short_name
from layers.marks import Words
from ui.outputs.paper.table_columns import TABLES, Column
from ui.words.labels import row_of_rest
from ui.words.messages import Language, text
from ui.words.titles import said

if TYPE_CHECKING:
    from ui.outputs.wanted import Wanted

INK: Final = "#1b2430"
BAR: Final = "#2f6f73"
GOOD: Final = "#2f6f73"
BAD: Final = "#b3261e"
_NOTHING: Final = ("0", "–")


@dataclass(frozen=True)
class Figure:
    """A number that stands large on the page, and what it counts."""

    value: str
    words: str
    colour: str = INK


@dataclass(frozen=True)
class Share:
    """A share of 0 to 1 that is shown as a bar: what of, and the two numbers behind it."""

    words: str
    share: float
    part: int
    whole: int


@dataclass(frozen=True)
class Table:
    """A small table: headings, rows of texts, and bars before the last number of each, 0 to 1 long, NaN for none."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    bars: tuple[float, ...] = ()
    bar_colour: str = BAR


def figures_of_each(plan: Plan, grids: Sequence[int], findings: Findings | None, on: dt.date) -> dict[int, Breakdown]:
    """Return what :attr:`Contents.breakdown` is for each of some grids of one level, worked out for all at once.

    Grids with no level below them are left out.
    """
    by_level: dict[Level, list[int]] = {}
    for grid in grids:
        level = Contents(plan, (grid,), "zh", findings, on).next_level
        if level is not None:
            by_level.setdefault(level, []).append(grid)
    found: dict[int, Breakdown] = {}
    for level, some in by_level.items():
        found |= breakdowns(plan, level, some, on=on, findings=findings)
    return found


@dataclass(frozen=True, eq=False)
class Contents:
    """The figures of a plan, or of some grids with all that is below them.

    Parameters
    ----------
    plan : Plan
    grids : tuple of int
        Ids of the grids that are shown with what is below them; none for the whole plan.
    language : "zh" or "en"
    findings : Findings, optional
        What a check of the whole plan found.
    on : date
        The day for which assignments count.
    known : Breakdown, optional
        The figures by the grids of the next level, if they are worked out already.
    """

    plan: Plan
    grids: tuple[int, ...]
    language: Language
    findings: Findings | None
    on: dt.date
    known: Breakdown | None = None

    def say(self, words: Words) -> str:
        """Return words in the language: a sentence by its key, or a name of the scheme."""
        return said(words, self.language)

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        """What was found in what is shown."""
        found = () if self.findings is None else self.findings.open
        if self.grids:
            which, grid = concerned(self.plan, found)
            found = tuple(found[i] for i in np.unique(which[inside(self.plan, self.grids)[grid]]).tolist())
        return found

    @cached_property
    def figures(self) -> pd.Series:
        """The figures of :func:`gridmap.figures.statistics.total` or ``of_grids`` for what is shown, as one row."""
        parts = self.known or self.__dict__.get("breakdown")
        if parts is not None:
            return parts.whole.iloc[0]  # the same, worked out for the table already
        if not self.grids:
            return total(self.plan, on=self.on, findings=self.findings).iloc[0]
        return of_grids(self.plan, self.grids, on=self.on, findings=self.findings).iloc[0]

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """The same figures by the grids of the next level in what is shown; ``None`` if there is no such level."""
        level = self.next_level
        if level is None or self.known is not None:
            return self.known
        return breakdown(self.plan, level, within=self.grids or None, on=self.on, findings=self.findings)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row for each grid of the next level in what is shown, in the order of their codes."""
        rows = pd.DataFrame() if self.breakdown is None else self.breakdown.rows
        codes = rows["code"].tolist() if len(rows) else []
        return rows if codes == sorted(codes) else rows.sort_values("code", kind="stable")

    @cached_property
    def next_level(self) -> Level | None:
        """The level whose grids stand in the table: the top one, or the one below what is shown."""
        if self.known is not None:
            return self.known.level
        levels, rank = self.plan.scheme.levels, 1
        if len(self.grids) == 1:
            rank = int(self.plan.ranks[self.plan.positions([self.grids[0]])[0]]) + 1
        ids = self.plan.below(self.grids) if self.grids else self.plan.ids
        ranks = self.plan.ranks[self.plan.positions(ids)]
        return next((level for level in levels if level.rank >= rank and (ranks == level.rank).any()), None)

    def key_figures(self) -> list[Figure]:
        """Return the large numbers: grids by kind, households, and what a check found."""
        row = self.figures
        found = [
            Figure(f"{int(row[f'n_{kind.key}']):,}", self.say(kind.name))
            for kind in self.plan.scheme.kinds
            if f"n_{kind.key}" in row.index
        ]
        found.append(Figure(f"{int(row['households']):,}", self.say("map-households-of")))
        if self.findings is not None:
            errors = int(row["findings_error"])
            found.append(Figure(f"{errors:,}", self.say("map-errors"), BAD if errors else GOOD))
        else:
            found.append(Figure(f"{row['area_m2'] / 1e6:,.1f}", self.say("map-area")))
        return found

    def shares(self) -> list[Share]:
        """Return the shares that are shown as bars."""
        row = self.figures
        covered = int(row["own_branch"] + row["joint_branch"])
        return [
            Share(self.say("map-share-staffed"), row["staffed_share"], int(row["staffed"]), int(row["must_staff"])),
            Share(self.say("map-share-branches"), row["branch_covered_share"], covered, int(row["must_branch"])),
        ]

    def table(self, theme: Theme, most_rows: int) -> Table | None:
        """Return the table by grids of the next level with what a theme asks, or ``None`` if there is none to show.

        If there are more than fit, those that matter most come first and the rest stands in one row. What none of these
        grids holds has a row of its own, and so has what several of them have in common: all rows add up to the last.
        """
        level, rows = self.next_level, self.rows
        if level is None or self.breakdown is None or not len(rows) or most_rows < 3:
            return None
        asked = TABLES[theme]
        columns = asked.columns(self.plan, rows, self.say)
        lengths = asked.bars(rows)
        others = self._others(self.breakdown, columns)
        room = max(most_rows - len(others), 2)
        if len(rows) > room:  # those that matter first, the rest in one row
            order = np.argsort(asked.matters(rows), kind="stable")
            rest, rows = rows.iloc[order[room - 1 :]], rows.iloc[order[: room - 1]]
            lengths = np.append(lengths[order[: room - 1]], np.nan)
        names = [short_name(name) or code for name, code in zip(rows["name"], rows["code"], strict=True)]
        body = list(zip(names, *(column.cells(rows) for column in columns), strict=True))
        if len(lengths) > len(body):
            more = text("map-and-more", self.language, count=len(rest))
            body.append((more, *(column.sum(rest) for column in columns)))
        body += others
        lengths = np.append(lengths, np.full(len(others), np.nan))
        whole = self.breakdown.whole
        last = (self.say("map-total"), *(column.sum(whole) for column in columns)) if len(body) > 1 else ()
        return Table(
            text("map-by", self.language, level=self.say(level.name)),
            (self.say(level.name), *(column.heading for column in columns)),
            tuple(body),
            last,
            tuple(lengths.tolist()),
            BAD if MAP_THEMES[theme].of_findings else BAR,
        )

    def _others(self, parts: Breakdown, columns: Sequence[Column]) -> list[tuple[str, ...]]:
        """Return the rows of what is in none of the grids of a table, and of what is in several, if it shows."""
        named = (
            (row_of_rest(self.plan, parts.level.key, self.language), parts.rest),
            (self.say("column-row_again"), parts.again),
        )
        cells = [(name, *(column.cells(row)[0] for column in columns)) for name, row in named if len(row)]
        return [line for line in cells if any(cell not in _NOTHING for cell in line[1:])]


def contents_of(export: Wanted, plan: Plan, grids: tuple[int, ...]) -> Contents:
    """Return the figures of an output that shows every theme: checked, if no findings are at hand.

    Parameters
    ----------
    plan : Plan
        That of the export, as files can hold it.
    grids : tuple of int
        Ids of the grids that are shown; none for the whole plan.
    """
    found = run_checks(plan, on=export.on) if export.findings is None else export.findings
    return Contents(plan, grids, export.language, found, export.on)
