"""What a verb says to the person at the terminal: sentences, tables and progress, in the language asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from gridmap.model.plain_text import one_line
from ui.words.messages import Language, text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText

Step = Callable[[float], None]
"""Tells how far a piece of work has come, from 0 to 1."""

Align = Literal["left", "right"]


_TEXT_MIN: Final = 8
"""A column of texts gets no narrower than this, in columns of the terminal."""


_BETWEEN: Final = 2
"""Blanks between two columns."""


class Terminal:
    """The two streams of the terminal: results go to ``out``, progress and complaints to ``err``.

    Parameters
    ----------
    language : "zh" or "en"
        Of every sentence and heading.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.results_are_data = False
        self.tells_steps = False

    @cached_property
    def out(self) -> Console:
        """Where results go; turns to ``err`` while standard output carries data for another program."""
        return self.err if self.results_are_data else _console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Where progress, warnings and errors go."""
        return _console(sys.stderr)

    def give_data_the_output(self) -> None:
        """Keep standard output for data (``--json -``): what people read goes to standard error from now on."""
        self.results_are_data = True
        self.__dict__.pop("out", None)

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence in the language of the terminal."""
        return text(key, self.language, **values)

    def say(self, key: str, /, style: str = "", **values: object) -> None:
        """Print a sentence among the results."""
        self.out.print(self.text(key, **values), style=style, soft_wrap=True)

    def warn(self, key: str, /, **values: object) -> None:
        """Print a sentence that is no result: something to know while it goes on."""
        self.err.print(self.text(key, **values), style="yellow", soft_wrap=True)

    def fail(self, message: str, *more: str) -> None:
        """Print what went wrong, and below it what helps."""
        self.err.print(self.text("cli-error", message=message), style="red", soft_wrap=True)
        for line in more:
            self.err.print(line, soft_wrap=True)

    def table(
        self,
        headings: Sequence[tuple[str, Align]],
        rows: Iterable[Sequence[object]],
        *,
        title: str = "",
        total: Sequence[object] | None = None,
    ) -> None:
        """Print a table; numbers get thousands separators, and cells that are too wide are folded, never cut.

        Parameters
        ----------
        headings : sequence of (str, "left" or "right")
            Headings in the language of the terminal, and how their column is aligned.
        rows : iterable of sequences
            One value to a column: str, int, float, or None for nothing.
        total : sequence, optional
            A last row, set apart.
        """
        lines = [[_cell(value) for value in row] for row in rows]
        last = None if total is None else [_cell(value) for value in total]
        table = self._table(headings, lines if last is None else [*lines, last], title)
        for line in lines:
            table.add_row(*line)
        if last is not None:
            table.add_section()
            table.add_row(*last, style="bold")
        self.out.print(table)
        self.out.print()

    def _table(self, headings: Sequence[tuple[str, Align]], lines: list[list[str]], title: str) -> Table:
        """Make the table without rows: numbers keep to one line, headings and texts fold where it gets narrow."""
        from rich import box
        from rich.table import Table

        table = Table(
            title=title or None,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
        )
        for (heading, align), width in zip(headings, self._widths(headings, lines), strict=True):
            table.add_column(heading, justify=align, overflow="fold", width=width)
        return table

    def _widths(self, headings: Sequence[tuple[str, Align]], lines: list[list[str]]) -> list[int]:
        """Share out the width of the terminal: numbers keep to one line, then words of headings, then texts."""
        from rich.cells import cell_len

        cells = [max((cell_len(line[number]) for line in lines), default=1) for number in range(len(headings))]
        wanted = [max(cell, cell_len(heading)) for cell, (heading, _) in zip(cells, headings, strict=True)]
        narrow = [
            cell if align == "right" else min(cell, _TEXT_MIN) for cell, (_, align) in zip(cells, headings, strict=True)
        ]
        words = [
            max(
                [
                    least,
                    *(cell_len(word) if word.isascii() else min(cell_len(word), _TEXT_MIN) for word in heading.split()),
                ]
            )
            for least, (heading, _) in zip(narrow, headings, strict=True)
        ]
        room = self.out.width - _BETWEEN * (len(headings) - 1)
        widths = words if sum(words) <= room else narrow
        for number, most in enumerate(wanted):
            widths[number] += max(0, min(most - widths[number], room - sum(widths)))
        return widths

    @contextmanager
    def progress(self, key: str, /, **values: object) -> Iterator[Step]:
        """Show a bar on standard error while the work inside goes on, if a person is watching.

        Yields a function to call with the share of the work that is done; work that never calls it shows a bar that
        only moves. Where nobody is watching, a verb with several long steps (:attr:`tells_steps`) names each on a line.
        """
        if not self.err.is_terminal:
            if self.tells_steps:
                self.err.print(self.text(key, **values), soft_wrap=True)
            yield lambda share: None
            return
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), TimeElapsedColumn())
        with Progress(*columns, console=self.err, transient=True) as bar:
            task = bar.add_task(self.text(key, **values), total=None)
            yield lambda share: bar.update(task, total=1.0, completed=share)


def _console(stream: object) -> Console:
    from rich.console import Console

    class PlainConsole(Console):
        """Prints a text as it reads: nothing in it is markup, moves the cursor or turns the line round."""

        def render_str(self, text: str, **options: Any) -> RichText:
            return super().render_str(one_line(text), **options)

    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a code page without Chinese shows "?", it does not break off
    return PlainConsole(file=stream, highlight=False, markup=False, emoji=False)  # type: ignore[arg-type]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return one_line(str(value))
