"""The verb ``divide-layer``: balanced, connected zones of any layer of polygons, without a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, terminal_of
from ui.cli.project import show_problems
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.division.dividing import Division
    from gridmap.exchange.layer_units import LayerUnits


@click.command("divide-layer", cls=Verb, place=58)
@click.argument("source", cls=Argument, metavar="FILE", describe="help-divide-file", type=click.Path(path_type=Path))
@click.option("--weight", metavar="COLUMN", required=True, help="help-divide-weight")
@click.option("--parts", metavar="N", required=True, type=click.IntRange(min=1), help="help-divide-parts")
@click.option(
    "--tolerance", metavar="T", default=0.05, type=click.FloatRange(0, 1, min_open=True), help="help-divide-tolerance"
)
@click.option("--keep", metavar="COLUMN", help="help-divide-keep")
@click.option("--layer", metavar="NAME", help="help-layer")
@click.option("--seed", metavar="S", default=0, type=click.IntRange(min=0, max=2**31 - 1), help="help-divide-seed")
@click.option(
    "-o", "--output", "out", metavar="OUT.gpkg", required=True, type=click.Path(path_type=Path), help="help-divide-out"
)
@click.option("--json", "json_file", metavar="OUT.json", help="help-divide-json")
@click.pass_context
def divide_layer_verb(
    ctx: click.Context,
    /,
    source: Path,
    weight: str,
    parts: int,
    tolerance: float,
    keep: str | None,
    layer: str | None,
    seed: int,
    out: Path,
    json_file: str | None,
) -> int:
    """Divide any layer of polygons into balanced, connected zones."""
    terminal = terminal_of(ctx)
    if json_file == "-":
        terminal.give_data_the_output()
    from gridmap.exchange.layer_units import read_units
    from gridmap.storage.whole_files import must_be_free, reading
    from ui.outputs.zones import write_zones

    if out.suffix.lower() != ".gpkg":
        raise BadInput("export-suffix-unknown", file=str(out), expected=".gpkg")
    with reading(source):
        for written in (out, None if json_file in (None, "-") else json_file):
            if written is not None:
                must_be_free(written)
        with terminal.progress("cli-reading", file=source):
            read = read_units(source, weight, keep, layer)
        show_problems(terminal, read.problems)
        with terminal.progress("cli-dividing") as step:
            division = _divided(read, parts, tolerance, seed, lambda share: step(share) is None)
        gave_way = write_zones(read, division, out)
    if gave_way:
        terminal.warn("divide-columns-gave-way", columns=gave_way)
    _tell(terminal, read, division, json_file)
    terminal.say("cli-written", file=out)
    return DONE


def _divided(read: LayerUnits, parts: int, tolerance: float, seed: int, go_on: object) -> Division:
    """Divide, or say in the words of the layer why that cannot be done."""
    from gridmap.division.dividing import Impossible, NotFound, divide_evenly
    from ui.words.division import why_not, why_not_found

    try:
        return divide_evenly(read.units, parts, tolerance, seed=seed, go_on=go_on)  # type: ignore[arg-type]
    except Impossible as error:
        raise why_not(error.obstacles, read, parts, tolerance) from None
    except NotFound as error:
        raise why_not_found(error.best, read, parts, tolerance) from None


def _tell(terminal: Terminal, read: LayerUnits, division: Division, json_file: str | None) -> None:
    """Print the zones, and write what is asked for as JSON."""
    from ui.words.division import report_of

    report = report_of(read, division)
    say = terminal.text
    headings = [(say("column-zone"), "right"), (say("column-zone-units"), "right"), (read.weight, "right")]
    headings += [(say("column-zone-deviation"), "right"), (say("column-zone-compactness"), "right")]
    rows = [
        [
            zone["zone"],
            zone["units"],
            f"{zone['weight']:,.10g}",
            f"{zone['deviation']:+.1%}",
            f"{zone['compactness']:.2f}",
        ]
        for zone in report["zones"]
    ]
    terminal.table(headings, rows, title=say("divide-layer-zones", count=len(rows), border=report["border"]))  # type: ignore[arg-type]
    if json_file:
        from ui.outputs.findings import write_json

        write_json(report, json_file)
