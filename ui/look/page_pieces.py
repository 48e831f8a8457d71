"""Pieces of a page of a panel as HTML, in the colours of a palette; what is put in is escaped by who puts it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QPalette


class PagePieces:
    """Makes headings, tables and links.

    Parameters
    ----------
    palette : QPalette
    """

    def __init__(self, palette: QPalette) -> None:
        self.style = f"a {{ color: {palette.link().color().name()}; text-decoration: none; }}"
        self._line = palette.mid().color().name()
        self._muted = palette.placeholderText().color().name()

    def title(self, words: str) -> str:
        """Return the title of the page."""
        return f"<p style='font-size: 14pt; font-weight: 600; margin-bottom: 4px'>{words}</p>"

    def heading(self, words: str) -> str:
        """Return what stands above a section, below a line."""
        rule = f"<hr style='background-color: {self._line}' size='1'>"
        return f"{rule}<p style='font-weight: 600; margin-top: 8px; margin-bottom: 4px'>{words}</p>"

    def muted(self, words: str) -> str:
        """Return words that matter less."""
        return f"<span style='color: {self._muted}'>{words}</span>"

    def link(self, to: str, words: str) -> str:
        """Return words that can be clicked."""
        return f"<a href='{to}'>{words}</a>"

    def links(self, links: Sequence[tuple[str, str]], *, in_a_row: int) -> str:
        """Return links below one another, so many to a line, none of them broken."""
        lines = [links[first : first + in_a_row] for first in range(0, len(links), in_a_row)]
        rows = "".join(
            "<tr>"
            + "".join(f"<td style='padding: 3px 16px 3px 0'>{self.link(to, words)}</td>" for to, words in line)
            + "</tr>"
            for line in lines
        )
        return f"<table cellspacing='0' style='margin-top: 6px'>{rows}</table>"

    def table(self, rows: Iterable[tuple[str, str]]) -> str:
        """Return names and values beside each other."""
        lines = "".join(
            f"<tr><td style='padding: 2px 12px 2px 0'>{self.muted(name)}</td>"
            f"<td style='padding: 2px 0'>{value}</td></tr>"
            for name, value in rows
        )
        return f"<table cellspacing='0'>{lines}</table>"
