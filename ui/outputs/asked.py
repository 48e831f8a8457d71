"""What an output is asked for by name: grids by code, a theme by its key, parts of a page; looked up here alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from gridmap.model.errors import BadInput

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from gridmap.model.scheme import Scheme
    from layers import Layer, Theme


PARTS: Final = ("figures", "legend", "table", "key", "scale", "north", "inset", "trends")
"""What may stand on a page besides the map, its title and its source; ``trends`` on pages of their own after it."""

TYPE_SIZES: Final = (0.5, 3.0)
"""How many times its own size the type of a page may be, least and most."""

ON_A_WALL: Final = 2.0
"""How many times as large the type on a slide is, which is read from the back of a room."""


_MOST_CODES: Final = 8


def grids_with_codes(plan: Plan, codes: Sequence[str]) -> list[int]:
    """Return the ids of the grids that bear the codes; :class:`BadInput` ``unknown-code`` if a code is nobody's."""
    grids: list[int] = []
    for code in codes:
        ids = plan.ids_with_codes([code])
        if not len(ids):
            raise BadInput("unknown-code", value=code)
        grids.extend(ids.tolist())
    return grids


def grids_named(plan: Plan, words: Sequence[str]) -> tuple[int, ...]:
    """Return the ids of the grids that are named by code or by name, each once; none for no words.

    A name may stand with or without the committee that governs the place.

    Raises
    ------
    BadInput
        ``unknown-grid`` if nobody bears it; ``grid-named-twice`` with the codes if several do.
    """
    from layers.labels import short_name

    grids: list[int] = []
    for word in words:
        ids = plan.ids_with_codes([word])
        if not len(ids):
            names = plan.grids["name"]
            ids = plan.ids[(names == word).to_numpy()]
            if not len(ids):
                ids = plan.ids[[short_name(name) == word for name in names]]
            if len(ids) > 1:
                codes = ", ".join(plan.codes(ids[:_MOST_CODES])) + (", …" if len(ids) > _MOST_CODES else "")
                raise BadInput("grid-named-twice", value=word, codes=codes)
        if not len(ids):
            raise BadInput("unknown-grid", value=word)
        grids += [grid for grid in ids.tolist() if grid not in grids]
    return tuple(grids)


def grid_with_code(plan: Plan, code: str | None) -> tuple[int, ...]:
    """Return the id of the first grid that bears a code; none for no code; raises as :func:`grids_with_codes` does."""
    return tuple(grids_with_codes(plan, [code])[:1]) if code else ()


def theme_named(key: str) -> Theme:
    """Return the theme of a key; :class:`BadInput` ``unknown-theme`` if there is none."""
    from layers import THEMES

    for theme in THEMES:
        if theme == key:
            return theme
    raise BadInput("unknown-theme", value=key, expected=", ".join(THEMES))


def layers_named(keys: str, on: dt.date, scheme: Scheme | None = None) -> tuple[tuple[Layer, float], ...]:
    """Return the layers whose keys stand in a list with commas, in the order in which they are painted, opaque.

    Raises
    ------
    BadInput
        ``unknown-layer`` with those that there are.
    """
    from layers import every_layer

    there = every_layer(on=on, scheme=scheme)
    wanted = [key.strip() for key in keys.split(",") if key.strip()]
    for key in wanted:
        if key not in [layer.key for layer in there]:
            raise BadInput("unknown-layer", value=key, expected=", ".join(layer.key for layer in there))
    return tuple((layer, 1.0) for layer in there if layer.key in wanted)


def scale_of(words: int | str) -> int:
    """Return the number of a scale, 0 for whatever fits: of ``5000``, ``1:5000``, ``1：5,000`` or ``""``.

    Raises
    ------
    BadInput
        ``scale-impossible`` if no map has it.
    """
    said = str(words).strip().replace("：", ":").removeprefix("1:").replace(",", "").replace(" ", "")
    if not said:
        return 0
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 12 else -1
    if number and not 100 <= number <= 10_000_000:
        raise BadInput("scale-impossible", value=words if number < 0 else number)
    return number


def type_size_of(words: str | float) -> float:
    """Return how many times its own size type is, 0 for what the paper asks: of ``1.5``, ``150%`` or ``""``.

    Raises
    ------
    BadInput
        ``type-size-impossible`` with the least and the most.
    """
    said = str(words).strip()
    share = said.endswith(("%", "％"))
    try:
        number = float(said.rstrip("%％") or 0) / (100 if share else 1)
    except ValueError:
        number = -1.0
    least, most = TYPE_SIZES
    if number and not least <= number <= most:
        raise BadInput("type-size-impossible", value=said, least=least, most=most)
    return number


def extent_of(words: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of ``"W,S,E,N"``; ``None`` for no words.

    Raises
    ------
    BadInput
        ``extent-impossible`` if these are not four numbers, the lower ones first.
    """
    if not words.strip():
        return None
    try:
        west, south, east, north = (float(number) for number in words.replace("，", ",").split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (west < east and south < north and all(map(math.isfinite, (west, south, east, north)))):
        raise BadInput("extent-impossible", value=words)
    return west, south, east, north
