"""The verb ``demo``: the main job on the sample city, from making it to what a supervisor wants to see."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gridmap.model.errors import BadInput, GridMapError
from ui.cli.check import checked, show_findings, write_findings
from ui.cli.frame import DONE, Verb, own_command, terminal_of
from ui.cli.office import PROJECT as OFFICE
from ui.cli.office import must_be_nobodys_office, show_office_files
from ui.cli.sample import SEED, SIZES, make_sample, write_sample
from ui.cli.stats import show_statistics
from ui.cli.terminal import Terminal
from ui.words.messages import message_of

if TYPE_CHECKING:
    from gridmap.checks import Findings
    from gridmap.model.plan import Plan

MAPS: Final = {"boundaries": "map.png", "gaps": "gaps.png"}
"""Themes that are drawn, and their files."""


LEAD_RULES: Final = ("gap", "no-worker", "no-branch")
"""What a supervisor wants to know first: which ground no grid holds, which grids have nobody."""


@click.command("demo", cls=Verb, place=10)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), default="out", help="help-out")
@click.option(
    "--size",
    metavar="SIZE",
    type=click.Choice([size for size in SIZES if size != "province"]),
    default="city",
    help="help-demo-size",
)
@click.option("--seed", metavar="N", type=click.IntRange(min=0), default=SEED, help="help-seed")
@click.pass_context
def demo_verb(ctx: click.Context, /, out: Path, size: str, seed: int) -> int:
    """Make the sample city with planted faults, check it, and leave everything in one folder.

    Ends with 0: the faults are part of the show.
    """
    from ui.outputs.findings import Wording

    terminal = terminal_of(ctx)
    terminal.tells_steps = True
    start = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    project = out / "city.gpkg"
    must_be_nobodys(project)
    must_be_nobodys_office(out / OFFICE)
    plan, truth = make_sample(terminal, size, seed, defects=True)
    write_sample(terminal, project, plan, truth, overwrite=True)
    findings = checked(terminal, plan)
    wording = Wording(plan, terminal.language)
    write_findings(
        terminal,
        wording,
        findings,
        json_file=str(out / "findings.json"),
        geo_file=out / "findings.gpkg",
        xlsx_file=out / "findings.xlsx",
    )
    draw_maps(terminal, plan, findings, out)
    terminal.out.print()
    top = plan.scheme.levels[0]
    show_statistics(terminal, plan, top.key, gaps=gaps_of(findings))
    show_findings(terminal, wording, findings, title=plan.facts().get("title", project.name), lead=LEAD_RULES)
    show_office_files(terminal, out, seed)
    terminal.out.print()
    terminal.say("demo-done", seconds=time.perf_counter() - start, count=len(truth.defects) if truth else 0)
    terminal.say("demo-next", line=f"{own_command()} open {project}", style="bold")
    return DONE


def must_be_nobodys(project: Path) -> None:
    """Make sure that the project that the demo replaces is an earlier demo in which nobody has edited anything.

    Raises
    ------
    BadInput
        ``demo-project-there``, or as :meth:`gridmap.project.Project.open` if the file is something else.
    """
    if not project.exists():
        return
    from gridmap.project.project import Project

    with Project.open(project, read_only=True) as there:
        made = there.plan.facts().get("generator", "").startswith("gridmap sample")
        if not made or any(entry.action != "export" for entry in there.history()):
            raise BadInput("demo-project-there", file=str(project))


def gaps_of(findings: Findings) -> Findings:
    """Return the gaps among the findings."""
    return dataclasses.replace(findings, open=tuple(finding for finding in findings.open if finding.rule == "gap"))


def draw_maps(terminal: Terminal, plan: Plan, findings: Findings, out: Path) -> None:
    """Draw the maps; without what a picture needs the demo goes on and says what is missing."""
    for theme, name in MAPS.items():
        try:
            with terminal.progress("cli-drawing", file=out / name):
                from ui.outputs.map_pages import draw_map_page

                draw_map_page(plan, out / name, theme=theme, language=terminal.language, findings=findings)
        except ImportError as error:  # a library of the system that Qt needs
            terminal.warn("demo-no-picture", reason=str(error))
            return
        except GridMapError as error:
            if error.key != "no-chinese-font":
                raise
            terminal.warn("demo-no-picture", reason=message_of(error, terminal.language))
            return
        terminal.say("cli-written", file=out / name)
