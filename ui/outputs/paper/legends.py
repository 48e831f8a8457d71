"""Which legends of the layers are worth printing, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from layers import Borders, Entry, Layer, Legend, Marks


def legends_of(marks: list[tuple[Layer, Marks]]) -> list[Legend]:
    """Return the legends worth printing: what the theme is about, the borders, then the surroundings in one block."""
    own = [found.legend for layer, found in marks if found.legend.entries and found.legend.heading]
    borders = [found.legend for layer, found in marks if isinstance(layer, Borders) and found.legend.entries]
    rest: list[Entry] = [
        entry for _, found in marks if not found.legend.heading and len(found) for entry in _seen(found)
    ]
    theme = [legend for legend in own if legend not in borders]
    return [*theme[::-1], *borders, *([Legend("", tuple(rest))] if rest else [])]


def _seen(marks: Marks) -> Sequence[Entry]:
    """Return the entries of a layer whose marks are on the map, where it has several."""
    entries = marks.legend.entries
    if len(entries) < 2:
        return entries
    styles = {marks.styles[number] for number in set(marks.style.tolist())}
    return [entry for entry in entries if styles.intersection(entry.styles)]
