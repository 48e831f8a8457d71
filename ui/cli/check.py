"""The verb ``check``: what is not as it should be, gravest and most populous first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, FOUND, Argument, Verb, on_option, privacy_option, terminal_of
from ui.cli.project import look_early, open_plan, place_early
from ui.cli.terminal import Terminal
from ui.outputs.asked import grids_with_codes

if TYPE_CHECKING:
    from gridmap.checks import Finding, Findings
    from gridmap.model.plan import Plan
    from ui.outputs.findings import Wording

TOP: Final = 10
"""How many findings are told in full; files hold all of them."""

LEAD: Final = 5
"""How many findings of a leading rule are told in full."""

_STYLES: Final = {"error": "red", "warning": "yellow", "notice": "cyan"}


@click.command("check", cls=Verb, place=40)
@click.argument("projects", cls=Argument, describe="help-projects", metavar="PROJECT...", nargs=-1, required=True)
@click.option("--json", "json_file", metavar="F.json", help="help-json")
@click.option("--geo", "geo_file", metavar="F.gpkg", type=click.Path(path_type=Path), help="help-geo")
@click.option("--xlsx", "xlsx_file", metavar="F.xlsx", type=click.Path(path_type=Path), help="help-xlsx")
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-scope")
@click.option("--rule", "rules", metavar="RULE", multiple=True, help="help-rule")
@on_option()
@click.option("--cluster", metavar="ADDRESS", help="help-cluster")
@click.option("--keep", metavar="DIR", type=click.Path(path_type=Path), help="help-keep")
@privacy_option()
@click.pass_context
def check_verb(
    ctx: click.Context,
    projects: tuple[str, ...],
    json_file: str | None,
    geo_file: Path | None,
    xlsx_file: Path | None,
    scopes: tuple[str, ...],
    rules: tuple[str, ...],
    on: dt.date | None,
    cluster: str | None,
    keep: Path | None,
    privacy: str,
) -> int:
    """Check a project, or many, and write what was found."""
    if len(projects) == 1:
        look_early(projects[0])
    from gridmap.storage.whole_files import must_be_free

    terminal = terminal_of(ctx)
    if json_file == "-":
        terminal.give_data_the_output()
    for file in (json_file, geo_file, xlsx_file):
        if file and file != "-":
            must_be_free(file)  # before the work, not after it, and all of them before any is written
    if cluster or keep or len(projects) > 1 or Path(projects[0]).is_dir():
        from ui.cli.many import check_many

        return check_many(
            terminal,
            projects,
            json_file=json_file,
            geo_file=geo_file,
            xlsx_file=xlsx_file,
            scopes=scopes,
            rules=rules,
            on=on,
            privacy=privacy,
            cluster=cluster,
            keep=keep,
        )
    [project] = projects
    plan = open_plan(terminal, project)
    if not rules and not scopes:  # others may do without
        place_early(plan)
    from gridmap.people.privacy import profile_named
    from ui.outputs.findings import Wording

    findings = checked(terminal, plan, scopes=scopes, rules=rules, on=on)
    wording = Wording(plan, terminal.language, profile_named(privacy))
    write_findings(terminal, wording, findings, json_file=json_file, geo_file=geo_file, xlsx_file=xlsx_file, on=on)
    show_findings(terminal, wording, findings, title=plan.facts().get("title") or Path(project).name)
    if on is not None:
        terminal.say("sheet-dates_unstated", on=on.isoformat())
    return FOUND if findings.has_errors else DONE


def checked(
    terminal: Terminal,
    plan: Plan,
    *,
    scopes: tuple[str, ...] = (),
    rules: tuple[str, ...] = (),
    on: dt.date | None = None,
) -> Findings:
    """Run the rules with a progress bar, for a day, today if none is said.

    Raises
    ------
    BadInput
        ``unknown-code`` or ``unknown-rule``.
    """
    from gridmap.checks import run_checks

    scope = grids_with_codes(plan, scopes) if scopes else None
    with terminal.progress("cli-checking") as step:
        return run_checks(
            plan, rules=rules or None, scope=scope, on=on, progress=lambda _, number, total: step(number / total)
        )


def write_findings(
    terminal: Terminal,
    wording: Wording,
    findings: Findings,
    *,
    json_file: str | None = None,
    geo_file: Path | None = None,
    xlsx_file: Path | None = None,
    on: dt.date | None = None,
) -> None:
    """Write the findings to the files that were asked for, and say so."""
    if not (json_file or geo_file or xlsx_file):
        return
    from ui.outputs.findings import findings_as_json, write_geopackage, write_json, write_workbook

    if json_file:
        write_json(findings_as_json(findings, wording), json_file)
    if geo_file:
        write_geopackage(findings, wording, geo_file)
        placeless = sum(finding.where is None for finding in findings.open)
        if placeless:
            terminal.warn("findings-without-place", count=placeless)
    if xlsx_file:
        write_workbook(findings, wording, xlsx_file, on=on)
    for written in (json_file, geo_file, xlsx_file):
        if written and written != "-":
            terminal.say("cli-written", file=written)


def show_findings(
    terminal: Terminal, wording: Wording, findings: Findings, *, title: str, lead: Sequence[str] = ()
) -> None:
    """Print how much was found by rule, and the most important findings in full.

    Parameters
    ----------
    lead : sequence of str
        Rules whose most important findings are told under a heading of their own, instead of those of all rules.
    """
    from gridmap.checks.registry import severity_of

    counts = findings.by_severity
    terminal.say(
        "check-summary",
        style="bold",
        title=title,
        errors=counts["error"],
        warnings=counts["warning"],
        notices=counts["notice"],
    )
    found = {rule: count for rule, count in findings.counts.items() if count}
    if found:
        terminal.table(
            [
                (wording.heading("rule"), "left"),
                (wording.heading("severity"), "left"),
                (wording.heading("count"), "right"),
            ],
            [
                (f"{wording.rule(rule)} ({rule})", wording.severity(severity_of(wording.plan, rule)), count)
                for rule, count in found.items()
            ],
        )
        chosen = {rule: [f for f in findings.open if f.rule == rule][:LEAD] for rule in lead}
        for rule, few in chosen.items():
            if few:
                terminal.say("check-top-of-rule", rule=wording.rule(rule), count=len(few), style="bold")
                _tell(terminal, wording, few)
        shown = sum(len(few) for few in chosen.values())
        if not lead:
            shown = min(len(findings.open), TOP)
            terminal.say("check-top", count=shown, style="bold")
            _tell(terminal, wording, findings.open[:TOP])
        if len(findings.open) > shown:
            terminal.say("check-more", count=len(findings.open) - shown)
    else:
        terminal.say("check-all-clear", rules=len(findings.rules))
    if findings.accepted:
        terminal.say("check-accepted", count=len(findings.accepted))


def _tell(terminal: Terminal, wording: Wording, findings: Iterable[Finding]) -> None:
    """Print a line for each finding."""
    from rich.text import Text

    from gridmap.model.plain_text import one_line

    for finding in findings:
        line = Text(f"  {wording.severity(finding.severity)}  ", style=_STYLES[finding.severity])
        line.append(one_line(wording.message(finding)), style="default")
        terminal.out.print(line, soft_wrap=True)
