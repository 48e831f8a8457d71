"""The verb ``stats``: figures by town, village or any other level of the scheme."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from ui.cli.frame import DONE, Argument, Verb, terminal_of
from ui.cli.project import open_plan
from ui.cli.terminal import Align, Terminal
from ui.messages import Language, origin_of

if TYPE_CHECKING:
    import pandas as pd

    from gridmap.plan import Plan


@click.command("stats", cls=Verb)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--by", "by", metavar="LEVEL", help="help-by")
@click.option("--json", "json_file", metavar="F.json", help="help-json")
@click.pass_context
def stats_verb(ctx: click.Context, project: str, by: str | None, json_file: str | None) -> int:
    """Print the figures of a project, and write them if asked."""
    terminal = terminal_of(ctx)
    if json_file == "-":
        terminal.give_data_the_output()
    plan = open_plan(terminal, project)
    level = by or plan.scheme.levels[0].key
    with terminal.progress("cli-counting"):
        content = statistics_as_json(plan, level)
    show_statistics(terminal, plan, level)
    if json_file:
        from ui.findings import write_json

        write_json(content, json_file)
        if json_file != "-":
            terminal.say("cli-written", file=json_file)
    return DONE


def statistics_as_json(plan: Plan, by: str) -> dict[str, Any]:
    """Return all figures of a plan as JSON would have them.

    Returns
    -------
    dict
        ``grids``, ``party``, ``workers`` and ``buildings`` as :func:`gridmap.statistics.figures` has them; ``by``, the
        key of the level, with one of ``rows`` for each of its grids and their ``total`` as
        :func:`gridmap.statistics.rollup` has them; and what the project says of itself: ``title``,
        ``origin`` and ``as_of``.

    Raises
    ------
    BadInput
        ``unknown-level``.
    """
    from gridmap.exchange.plain import in_plain_text
    from gridmap.statistics import as_records, figures, rollup, total

    plan = in_plain_text(plan)
    facts = plan.facts()
    return {
        **{key: facts.get(key, "") for key in ("title", "origin", "as_of")},
        "scheme": plan.scheme.key,
        "crs": plan.scheme.crs,
        **figures(plan),
        "by": by,
        "total": as_records(total(plan))[0],
        "rows": as_records(rollup(plan, by)),
    }


def show_statistics(terminal: Terminal, plan: Plan, by: str, *, gaps: pd.Series | None = None) -> None:
    """Print a table of the grids of one level with their totals.

    Parameters
    ----------
    by : str
        Key of a level or a kind.
    gaps : Series, optional
        Number of gaps by grid id; a column of its own.
    """
    from gridmap.statistics import rollup, total

    rows, all_rows = rollup(plan, by), total(plan)
    counted = _counted(plan, rows, terminal, by_level=gaps is not None)
    headings: list[tuple[str, Align]] = [(_name_of_level(plan, by, terminal), "left")]
    headings += [(heading, "right") for heading in counted]
    headings += [
        (terminal.text(f"column-{column}"), "right") for column in ("households", "area_km2", "staffed", "covered")
    ]
    if gaps is not None:
        headings.append((terminal.text("column-gaps"), "right"))

    def cells(row: Any, name: str, found: int | None) -> list[object]:
        line: list[object] = [name, *(int(row[columns].sum()) for columns in counted.values())]
        line += [int(row["households"]), as_km2(float(row["area_m2"]))]
        line += [as_percentage(row["staffed_share"]), as_percentage(row["branch_covered_share"])]
        return line if found is None else [*line, found]

    terminal.table(
        headings,
        [
            cells(row, str(row["name"] or row["code"]), None if gaps is None else int(gaps.get(grid, 0)))
            for grid, row in rows.iterrows()
        ],
        title=heading_of(plan.facts(), terminal.language),
        total=cells(all_rows.iloc[0], terminal.text("column-total"), None if gaps is None else int(gaps.sum())),
    )


def heading_of(facts: Mapping[str, str], language: Language) -> str:
    """Return what stands above figures: the title, and where the boundaries come from."""
    return " · ".join(part for part in (facts.get("title", ""), origin_of(facts, language)) if part)


def as_km2(area_m2: float) -> str:
    """Return an area in square kilometres, with as many digits as mean something."""
    km2 = area_m2 / 1e6
    return f"{km2:,.0f}" if km2 >= 1000 else f"{km2:.1f}" if km2 >= 0.1 else f"{km2:.3f}"


def as_percentage(share: float) -> str:
    """Return a share as people read it: 100.0% only if nothing is lacking, 0.0% only if there is nothing."""
    if math.isnan(share):
        return "–"
    percentage = round(share * 100, 1)
    if 0 < share < 1:
        percentage = min(max(percentage, 0.1), 99.9)
    return f"{percentage:.1f}%"


def _counted(plan: Plan, rows: pd.DataFrame, terminal: Terminal, *, by_level: bool) -> dict[str, list[str]]:
    """Return what to count in a table: headings, and the columns of the roll-up that each adds up.

    Every kind that occurs has a column, or every level if the kinds of a level are to be taken together.
    """
    counted: dict[str, list[str]] = {}
    for kind in plan.scheme.kinds:
        column = f"n_{kind.key}"
        if column in rows.columns and int(rows[column].sum()):
            alone = len(plan.scheme.kinds_of(kind.level)) == 1
            name = kind.level.name if by_level or alone else kind.name
            counted.setdefault(name.in_language(terminal.language), []).append(column)
    return counted


def _name_of_level(plan: Plan, by: str, terminal: Terminal) -> str:
    if by in plan.scheme:
        return plan.scheme.kind(by).name.in_language(terminal.language)
    return plan.scheme.level(by).name.in_language(terminal.language)
