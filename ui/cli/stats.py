"""The verb ``stats``: figures by town, village or any other level of the scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ui.cli.frame import DONE, Argument, Day, Verb, on_option, terminal_of
from ui.cli.project import open_plan, opened
from ui.cli.terminal import Align, Terminal
from ui.words.messages import Language, as_percentage, origin_of

if TYPE_CHECKING:
    import pandas as pd

    from gridmap.checks import Findings
    from gridmap.model.plan import Plan
    from gridmap.project.earlier import Earlier


@click.command("stats", cls=Verb, place=60)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--by", "by", metavar="LEVEL", help="help-by")
@on_option()
@click.option("--from", "first", metavar="DATE", type=Day(), help="help-trend-from")
@click.option("--to", "last", metavar="DATE", type=Day(), help="help-trend-to")
@click.option("--json", "json_file", metavar="F.json", help="help-json")
@click.pass_context
def stats_verb(
    ctx: click.Context,
    project: str,
    by: str | None,
    on: dt.date | None,
    first: dt.date | None,
    last: dt.date | None,
    json_file: str | None,
) -> int:
    """Print the figures of a project, and write them if asked."""
    from gridmap.figures.trend import trend
    from gridmap.storage.whole_files import must_be_free
    from ui.cli.trends import show_trend
    from ui.outputs.lists.trend import trend_as_json

    terminal = terminal_of(ctx)
    if json_file == "-":
        terminal.give_data_the_output()
    elif json_file:
        must_be_free(json_file)
    day = last or on or dt.date.today()
    earlier, plan = _opened(terminal, project, first, day)
    level = by or plan.scheme.levels[0].key
    with terminal.progress("cli-counting"):
        compared = trend(earlier.plan, plan, level, first, day) if earlier and first else None
        content = statistics_as_json(plan, level, on=day)
        if compared and earlier:
            content["trend"] = trend_as_json(compared, earlier)
    show_statistics(terminal, plan, level, on=day)
    show_what_is_counted(terminal, plan, on=day)
    if compared and earlier:
        show_trend(terminal, plan, compared, earlier)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(content, json_file)
        if json_file != "-":
            terminal.say("cli-written", file=json_file)
    return DONE


def _opened(terminal: Terminal, project: str, first: dt.date | None, last: dt.date) -> tuple[Earlier | None, Plan]:
    """Return a project as it was on the first of two days, if one is asked for, and on the last."""
    if first is None:
        return None, open_plan(terminal, project)
    from gridmap.exchange.plain import in_plain_text
    from gridmap.project.earlier import plan_on

    with opened(terminal, project) as file:
        found, now = plan_on(file, first), plan_on(file, last)
    return replace(found, plan=in_plain_text(found.plan)), in_plain_text(now.plan)


def statistics_as_json(plan: Plan, by: str, *, on: dt.date | None = None) -> dict[str, Any]:
    """Return all figures of a plan as JSON would have them.

    Parameters
    ----------
    by : str
        Key of a level or a kind.
    on : date, optional
        The day for which assignments count; today by default.

    Returns
    -------
    dict
        ``grids``, ``party``, ``workers``, ``buildings``, ``items``, ``facilities`` and ``indicators`` as
        :func:`gridmap.figures.statistics.figures` has them;
        ``by``, the key of the level, with one of ``rows`` for each of its grids, a last one with ``"unassigned": true``
        for what is in none of them, and the ``total``, as :func:`gridmap.figures.statistics.breakdown` has them;
        ``counts_once``, the columns in which rows may have somebody in common, so that they add up to more than the
        total; ``roles``, for each role of the scheme in how many grids somebody has it, as
        :func:`gridmap.figures.roles.coverage_of_roles` has them; ``in_no_grid``; what the project says of itself:
        ``title``, ``origin`` and ``as_of``; and the day ``on`` which assignments count.

    Raises
    ------
    BadInput
        ``unknown-level``.
    """
    from gridmap.exchange.plain import in_plain_text
    from gridmap.figures.roles import coverage_of_roles, role_records
    from gridmap.figures.statistics import as_records, breakdown, counts_once, figures, in_no_grid, records

    plan = in_plain_text(plan)
    facts, day = plan.facts(), on or dt.date.today()
    parts, roles = breakdown(plan, by, on=day), coverage_of_roles(plan, by, on=day)
    return {
        **{key: facts.get(key, "") for key in ("title", "origin", "as_of")},
        "scheme": plan.scheme.key,
        "crs": plan.scheme.crs,
        "on": day.isoformat(),
        **figures(plan, on=day),
        "in_no_grid": in_no_grid(plan, on=day),
        "by": by,
        "total": as_records(parts.whole)[0],
        "rows": records(parts),
        "counts_once": counts_once(parts.rows),
        "roles": {
            "total": role_records(plan, roles.whole)[0]["roles"],
            "rows": [
                *role_records(plan, roles.rows),
                *({**row, "unassigned": True} for row in role_records(plan, roles.rest)),
            ],
        },
    }


def show_statistics(
    terminal: Terminal, plan: Plan, by: str, *, gaps: Findings | None = None, on: dt.date | None = None
) -> None:
    """Print a table of the grids of one level with their totals, of which days they are, and what is in no grid.

    Parameters
    ----------
    by : str
        Key of a level or a kind.
    gaps : Findings, optional
        The gaps that were found; a column of its own.
    on : date, optional
        The day for which assignments count; today by default.
    """
    from gridmap.figures.items import item_totals
    from gridmap.figures.rows import SEVERITIES
    from gridmap.figures.statistics import breakdown, in_no_grid
    from ui.words.labels import dates_of, row_of_rest

    day = on or dt.date.today()
    parts = breakdown(plan, by, on=day, findings=gaps)
    rows, severities = parts.rows, [f"findings_{severity}" for severity in SEVERITIES]
    counted = _counted(plan, rows, terminal, by_level=gaps is not None)
    headings: list[tuple[str, Align]] = [(_name_of_level(plan, by, terminal), "left")]
    headings += [(heading, "right") for heading in counted]
    headings += [
        (terminal.text(key), "right") for key in ("column-households", "stats-area", "stats-staffed", "stats-covered")
    ]
    if gaps is not None:
        headings.append((terminal.text("column-gaps"), "right"))

    def cells(row: Any, name: str) -> list[object]:
        line: list[object] = [name, *(int(row[columns].sum()) for columns in counted.values())]
        line += [int(row["households"]), as_km2(float(row["area_m2"]))]
        line += [as_percentage(row["staffed_share"]), as_percentage(row["branch_covered_share"])]
        return line if gaps is None else [*line, int(row[severities].sum())]

    lines = [cells(row, str(row["name"] or row["code"])) for _, row in rows.iterrows()]
    shown = [*(column for columns in counted.values() for column in columns), "households", "area_m2", "must_staff"]
    shown += ["must_branch", *(severities if gaps is not None else [])]
    left = parts.rest[parts.rest[shown].any(axis=1)]
    rest = [cells(row, row_of_rest(plan, by, terminal.language)) for _, row in left.iterrows()]
    again = [cells(row, terminal.text("column-row_again")) for _, row in parts.again.iterrows()]
    terminal.table(
        headings,
        [*lines, *rest, *(line for line in again if gaps is not None and line[-1])],
        title=heading_of(plan.facts(), terminal.language),
        total=cells(parts.whole.iloc[0], terminal.text("column-row_total")),
    )
    terminal.out.print(dates_of(plan.facts(), day, terminal.language), soft_wrap=True)
    outside = in_no_grid(plan, on=day)
    if outside["buildings"]:
        terminal.say("stats-in-no-grid", buildings=outside["buildings"], households=outside["households"])
    _show_roles(terminal, plan, by, day)
    items = item_totals(plan, day)
    if items["raised"]:
        terminal.say("items-summary", share=as_percentage(items["solved_share"]), **items)


def _show_roles(terminal: Terminal, plan: Plan, by: str, on: dt.date) -> None:
    """Print how far the roles are covered that the scheme asks of some kind of grid besides the worker, if of any."""
    from gridmap.figures.roles import asked_roles, coverage_of_roles
    from ui.outputs.lists.roles import share_in_words
    from ui.words.labels import row_of_rest

    roles = asked_roles(plan.scheme)
    if not roles:
        return
    found = coverage_of_roles(plan, by, on=on)

    def cells(row: Any, name: str) -> list[object]:
        return [name, *(share_in_words(row[f"share_{role.key}"], row[f"missing_{role.key}"]) for role in roles)]

    lines = [cells(row, str(row["name"] or row["code"])) for row in found.rows.to_dict("records")]
    lines += [cells(row, row_of_rest(plan, by, terminal.language)) for row in found.rest.to_dict("records")]
    headings: list[tuple[str, Align]] = [(_name_of_level(plan, by, terminal), "left")]
    headings += [(role.name.in_language(terminal.language), "right") for role in roles]
    terminal.table(
        headings,
        lines,
        title=terminal.text("stats-roles"),
        total=cells(found.whole.to_dict("records")[0], terminal.text("column-row_total")),
    )


def show_what_is_counted(terminal: Terminal, plan: Plan, *, on: dt.date | None = None) -> None:
    """Print facilities by kind, compounds, and indicators with their targets; nothing where there are none."""
    from gridmap.indicators.counted import figures_of
    from gridmap.indicators.facilities import facility_figures
    from ui.words.indicators import facility_name, state_of, value_of_whole

    say, scheme = terminal.text, plan.scheme
    kinds = {key: said for key, said in facility_figures(plan, on).items() if said["rows"]}
    if kinds:
        columns = ("count", "members", "people", "unassigned")
        headings: list[tuple[str, Align]] = [(say("stats-facilities"), "left")]
        headings += [(say(f"stats-facility-{column}"), "right") for column in columns]
        terminal.table(
            headings,
            [
                [facility_name(scheme, key, terminal.language), *(said[column] for column in columns)]
                for key, said in kinds.items()
            ],
        )
    _show_compounds(terminal, plan)
    counted = {key: said for key, said in figures_of(plan, on).items() if said["value"] is not None}
    if not counted:
        return
    wanted = ("value", "target", "state", "units", "lacking")
    headings = [(say("stats-indicators"), "left"), *((say(f"stats-indicator-{column}"), "right") for column in wanted)]
    lines = []
    for key, said in counted.items():
        asked = scheme.indicator(key)
        line: list[object] = [asked.name.in_language(terminal.language)]
        line += [value_of_whole(asked, said["value"]), value_of_whole(asked, said["target"])]
        lines.append([*line, state_of(said["met"], terminal.language), said["units"], said["units"] - said["meeting"]])
    terminal.table(headings, lines)
    for key, said in counted.items():
        if said["straight_line"]:
            name = scheme.indicator(key).name
            terminal.say("stats-straight-line", indicator=name, households=said["straight_line"])


def _show_compounds(terminal: Terminal, plan: Plan) -> None:
    """Print what there is of compounds, if any are on the list."""
    from gridmap.indicators.compounds import compound_figures

    said = compound_figures(plan)
    if not said["listed"]:
        return
    columns = {
        "stats-compounds-total": "compounds",
        "stats-compounds-listed": "listed",
        "stats-compounds-branch": "with_branch",
        "stats-compounds-committee": "with_committee",
        "stats-compounds-firm": "with_firm",
        "stats-compounds-super": "super_compounds",
        "stats-compounds-members": "members",
        "stats-compounds-residents": "residents",
    }
    terminal.table(
        [(terminal.text(key), "right") for key in columns],
        [[said[figure] for figure in columns.values()]],
        title=terminal.text("stats-compounds"),
    )


def heading_of(facts: Mapping[str, str], language: Language) -> str:
    """Return what stands above figures: the title, and where the boundaries come from."""
    return " · ".join(part for part in (facts.get("title", ""), origin_of(facts, language)) if part)


def as_km2(area_m2: float) -> str:
    """Return an area in square kilometres, with as many digits as mean something."""
    km2 = area_m2 / 1e6
    return f"{km2:,.0f}" if km2 >= 1000 else f"{km2:.1f}" if km2 >= 0.1 else f"{km2:.3f}"


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
