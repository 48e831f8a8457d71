"""The verb ``sample``: a city, a town or a province to try things on, with planted faults if wanted."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, LateChoice, Verb, terminal_of
from ui.cli.terminal import Terminal
from ui.words.messages import about_of

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from sample_data.defects.truth import Truth

SEED: Final = 2020
SIZES: Final = ("town", "city", "province")


def _with_sample() -> tuple[str, ...]:
    from sample_data.schemes import WITH_SAMPLE

    return WITH_SAMPLE


@click.command("sample", cls=Verb, place=20)
@click.argument("out", cls=Argument, metavar="OUT.gpkg", describe="help-sample-out", type=click.Path(path_type=Path))
@click.option("--scheme", metavar="KEY", type=LateChoice(_with_sample), default="city", help="help-sample-scheme")
@click.option("--size", metavar="SIZE", type=click.Choice(SIZES), default="city", help="help-size")
@click.option("--defects", is_flag=True, help="help-defects")
@click.option("--seed", metavar="N", type=click.IntRange(min=0), default=SEED, help="help-seed")
@click.option("--overwrite", is_flag=True, help="help-overwrite")
@click.pass_context
def sample_verb(
    ctx: click.Context, out: Path, scheme: str, size: str, defects: bool, seed: int, overwrite: bool
) -> int:
    """Make a sample project."""
    from gridmap.storage.whole_files import must_be_free
    from sample_data.schemes import CITY, sizes_of

    terminal = terminal_of(ctx)
    if size not in sizes_of(scheme):
        raise BadInput("sample-size", value=size, scheme=scheme, expected=", ".join(sizes_of(scheme)))
    if scheme != CITY and defects:
        raise BadInput("sample-defects", scheme=scheme, expected=CITY)
    if out.exists() and not overwrite:
        raise BadInput("file-exists", file=str(out))  # before the work, not after it
    if defects:
        must_be_free(truth_file(out))
    plan, truth = make_sample(terminal, size, seed, defects=defects, scheme=scheme)
    write_sample(terminal, out, plan, truth, overwrite=overwrite)
    about = about_of(plan.facts(), terminal.language)
    if about:
        terminal.out.print(about, soft_wrap=True)
    return DONE


def make_sample(
    terminal: Terminal, size: str, seed: int, *, defects: bool, scheme: str = "city"
) -> tuple[Plan, Truth | None]:
    """Make a sample, and with ``defects`` spoil it; the truth says what was planted where."""
    from sample_data.make import make_plan

    with terminal.progress("cli-making", size=terminal.text(f"size-{size}")):
        plan = make_plan(size, seed, scheme)  # type: ignore[arg-type]
        if not defects:
            return plan, None
        from sample_data.defects import NoRoom, plant
        from sample_data.make_sample import PER_KIND

        try:
            return plant(plan, seed, PER_KIND[size])
        except NoRoom as error:
            raise BadInput("sample-no-room", seed=seed) from error


def write_sample(terminal: Terminal, out: Path, plan: Plan, truth: Truth | None, *, overwrite: bool) -> None:
    """Write the project, and beside it the list of what was planted."""
    from gridmap.project.project import Project
    from gridmap.storage.beside import folder_for
    from gridmap.storage.whole_files import whole_files

    with ExitStack() as together, terminal.progress("cli-writing", file=out):
        together.enter_context(folder_for(out))
        if truth is not None:  # is written first and takes its place last: both are there, or neither
            truth.write(together.enter_context(whole_files(truth_file(out))))
        Project.create(out, plan, overwrite=overwrite).close()
    terminal.say("cli-written", file=out)
    if truth is not None:
        terminal.say("sample-truth", file=truth_file(out), count=len(truth.defects))


def truth_file(out: Path) -> Path:
    """Return the name of the list of planted defects beside a sample: ``city.gpkg`` has ``city.truth.json``."""
    return out.with_suffix(".truth.json")
