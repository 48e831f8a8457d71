"""The verb ``fix``: mend what may be mended unattended, in one step, told beforehand and left in a report."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridmap.model.errors import GridMapError
from gridmap.model.plain_text import plain_text
from ui.cli.frame import DONE, FOUND, Argument, Verb, privacy_option, terminal_of
from ui.cli.project import look_early, opened, place_early
from ui.cli.terminal import Terminal
from ui.words.messages import message_of, rule_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gridmap.mending import Left, Mended, Mending, Preview
    from gridmap.model.plan import Plan
    from ui.words.findings import Wording

_SHOWN = 10
_CHECKED = 0.2
"""How much of the work is reckoned to be done when the plan has been checked."""


@click.command("fix", cls=Verb, place=50)
@click.argument("projects", cls=Argument, describe="help-projects", metavar="PROJECT...", nargs=-1, required=True)
@click.option("--rule", "rules", metavar="RULE", multiple=True, help="help-fix-rule")
@click.option("--dry-run", is_flag=True, help="help-dry-run")
@click.option("--report", "report", metavar="F.json", type=click.Path(path_type=Path), help="help-report")
@privacy_option()
@click.pass_context
def fix_verb(
    ctx: click.Context,
    projects: tuple[str, ...],
    rules: tuple[str, ...],
    dry_run: bool,
    report: Path | None,
    privacy: str,
) -> int:
    """Mend what may be mended unattended, and say what is left to decide."""
    if len(projects) == 1:
        look_early(projects[0])
    from gridmap.storage.whole_files import must_be_free

    terminal = terminal_of(ctx)
    if report:
        must_be_free(report)
    if len(projects) > 1 or Path(projects[0]).is_dir():
        from ui.cli.many import fix_many

        return fix_many(terminal, projects, rules=rules, dry_run=dry_run, report=report, write=report_of)
    [project] = projects
    with opened(terminal, project, read_only=dry_run) as file:
        if not dry_run:
            file.must_be_writable()  # before the work, not after it
        plan = file.plan
        place_early(plan)
        mending, told = _mended(terminal, plan, rules)

        @cache
        def wording() -> Wording:
            from gridmap.people.privacy import profile_named
            from ui.words.findings import Wording

            return Wording(told.after, terminal.language, profile_named(privacy))

        show_mending(terminal, plan, mending, told, wording)
        brings_errors = [finding for finding in told.brought if finding.severity == "error"]
        performs = bool(mending.result) and not dry_run and not brings_errors
        if brings_errors:
            terminal.warn("fix-refused-errors")
            for finding in brings_errors[:_SHOWN]:
                terminal.err.print("  " + wording().message(finding), soft_wrap=True)
        if performs:
            with terminal.progress("cli-storing"):
                file.perform(mending)
            terminal.say("fix-done", style="bold", count=len(mending.mended))
        elif dry_run:
            terminal.say("fix-dry-run")
        path = report or Path(project).with_name(f"{Path(project).stem}-fix.json")
        if mending.result or mending.left or report:
            try:
                _write(path, as_json(plan, mending, told, performed=performs))
            except GridMapError as error:
                if report:
                    raise
                # Nobody asked for it: where a project can only be read, its folder can seldom be written.
                terminal.warn("fix-no-report", reason=message_of(error, terminal.language))
            else:
                terminal.say("cli-written", file=str(path))
    return FOUND if brings_errors or told.findings.has_errors else DONE


def _mended(terminal: Terminal, plan: Plan, rules: tuple[str, ...]) -> tuple[Mending, Preview]:
    """Work out what is mended and what that does to the findings, with a progress bar."""
    from gridmap.checks import run_checks
    from gridmap.mending import fix_all, preview

    with terminal.progress("cli-fixing") as step:
        # what mending begins with is looked at by a check too, with the buildings on another core meanwhile
        run_checks(plan, progress=lambda _, number, total: step(_CHECKED * number / total))
        rest = 1 - _CHECKED
        mending = fix_all(plan, rules or None, lambda _, done, of: step(_CHECKED + rest * done / max(of, 1)))
        return mending, preview(plan, mending)


def show_mending(
    terminal: Terminal, plan: Plan, mending: Mending, told: Preview, wording: Callable[[], Wording]
) -> None:
    """Print what would be done by rule and kind of fix, what it brings, and what is left and why.

    Parameters
    ----------
    wording : callable
        Gives what puts findings into words, which looks at all texts first; seldom a mending brings one to tell.
    """
    say = terminal.text
    if not mending.result:
        terminal.say("fix-nothing")
    else:
        counts: dict[tuple[str, str], list[float]] = {}
        for mended in mending.mended:
            row = counts.setdefault((mended.rule, mended.how), [0, 0.0, 0])
            row[0] += 1
            row[1] += mended.area_m2
            row[2] += mended.households
        terminal.table(
            [
                (say("column-rule"), "left"),
                (say("column-fix"), "left"),
                (say("column-mended"), "right"),
                (say("column-area_m2"), "right"),
                (say("column-households"), "right"),
            ],
            [
                (rule_named(rule, terminal.language), say(f"fix-{how}"), int(n), round(area, 1), int(homes))
                for (rule, how), (n, area, homes) in counts.items()
            ],
        )
        terminal.say(
            "fix-plan",
            style="bold",
            count=len(mending.mended),
            area_m2=told.area_moved_m2,
            households=told.households_moved,
            grids=len(mending.result.ids("grids")),
        )
    lesser = [finding for finding in told.brought if finding.severity != "error"]
    if lesser:
        terminal.say("fix-brings", count=len(lesser))
        for finding in lesser[:_SHOWN]:
            terminal.out.print("  " + wording().message(finding), soft_wrap=True)
    if mending.left:
        rows = [
            (
                rule_named(left.rule, terminal.language),
                ", ".join(plan.codes(left.grids)),
                say(f"fix-left-{left.reason}"),
            )
            for left in mending.left[:_SHOWN]
        ]
        headings = [(say(f"column-{name}"), "left") for name in ("rule", "codes", "reason")]
        terminal.table(headings, rows, title=say("fix-left-title"))  # type: ignore[arg-type]
    severities = told.findings.by_severity
    terminal.say("fix-result", errors=severities["error"], warnings=severities["warning"])


def as_json(plan: Plan, mending: Mending, told: Preview, *, performed: bool) -> dict[str, Any]:
    """Return the report: every fault that was (or would be) mended, what it brings, and what is left and why."""
    import shapely

    told_of: list[Mended | Left] = [*mending.mended, *mending.left]
    touched = mending.result.ids("grids").tolist()
    named = list(dict.fromkeys([*touched, *(grid for one in (*told_of, *told.brought) for grid in one.grids)]))
    code_of = dict(zip(named, map(plain_text, plan.codes(named)), strict=True))
    shapes = shapely.to_geojson([one.where for one in told_of]).tolist()  # at once: hundreds one by one take a while
    wheres = iter([None if shape is None else json.loads(shape) for shape in shapes])

    def codes(grids: Iterable[int]) -> list[str]:
        return [code_of[grid] for grid in grids]

    return {
        "performed": performed,
        "area_moved_m2": told.area_moved_m2,
        "households_moved": told.households_moved,
        "grids_touched": codes(touched),
        "mended": [
            {
                "rule": m.rule,
                "fix": m.how,
                "grids": codes(m.grids),
                "area_m2": m.area_m2,
                "households": m.households,
                "where": next(wheres),
            }
            for m in mending.mended
        ],
        "brings": [{"rule": f.rule, "severity": f.severity, "grids": codes(f.grids)} for f in told.brought],
        "left": [
            {"rule": left.rule, "reason": left.reason, "grids": codes(left.grids), "where": next(wheres)}
            for left in mending.left
        ],
        "after": told.findings.counts,
    }


def report_of(plan: Plan, mending: Mending, told: Preview, performed: bool) -> dict[str, Any]:
    """Return :func:`as_json`, as :data:`gridmap.many.mending.Report` has it."""
    return as_json(plan, mending, told, performed=performed)


def _write(path: Path, report: dict[str, Any]) -> None:
    from gridmap.storage.whole_files import write_whole

    write_whole(path, as_lines(report))


def as_lines(report: dict[str, Any]) -> str:
    """Return a report as JSON text, a line for each value and for each member of a list: shapes stay on theirs."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = []
    for name, value in report.items():
        if isinstance(value, list) and value:
            lines.append(f" {encode(name)}: [\n" + ",\n".join(f"  {encode(one)}" for one in value) + "\n ]")
        else:
            lines.append(f" {encode(name)}: {encode(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"
