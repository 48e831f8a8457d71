"""What the verb ``stats`` prints of two days beside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.terminal import Align, Terminal

if TYPE_CHECKING:
    from gridmap.figures.trend import Trend
    from gridmap.model.plan import Plan
    from gridmap.project.earlier import Earlier


def show_trend(terminal: Terminal, plan: Plan, found: Trend, earlier: Earlier) -> None:
    """Print every figure of the whole on both days, then figure by figure the lines in which it differs."""
    import numpy as np

    from ui.words.trends import difference_of, figure_name, figure_value, how_told, line_names

    say, language = terminal.text, terminal.language
    first, last = found.first.isoformat(), found.last.isoformat()
    days: list[tuple[str, Align]] = [(first, "right"), (last, "right"), (say("trend-difference"), "right")]

    def cells(line: int, at: int) -> list[object]:
        figure = found.figures[at]
        values = [figure_value(plan, figure, float(side[line, at])) for side in (found.before, found.after)]
        return [*values, difference_of(figure, float(found.difference[line, at]), language)]

    terminal.table(
        [(say("trend-figure"), "left"), *days],
        [[figure_name(plan, figure, language), *cells(-1, at)] for at, figure in enumerate(found.figures)],
        title=say("trend-heading", first=first, last=last),
    )
    names, differs = line_names(plan, found, language), np.nan_to_num(found.difference) != 0
    for at, figure in enumerate(found.figures):
        lines = np.flatnonzero(differs[:-1, at]).tolist()
        if lines:
            terminal.table(
                [(figure_name(plan, figure, language), "left"), *days],
                [[names[line], *cells(line, at)] for line in lines],
                total=[names[-1], *cells(-1, at)],
            )
    if not differs[:-1].any():
        terminal.say("trend-same")
    terminal.out.print(how_told(earlier, found, language), soft_wrap=True)
