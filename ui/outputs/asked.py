"""What an output is asked for by name: grids by code, a theme by its key, parts of a page; looked up here alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from gridmap.model.errors import BadInput

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from layers import Theme


PARTS: Final = ("figures", "legend", "table", "scale", "north")
"""What may stand on a page besides the map, its title and its source."""


def grids_with_codes(plan: Plan, codes: Sequence[str]) -> list[int]:
    """Return the ids of the grids that bear the codes; :class:`BadInput` ``unknown-code`` if a code is nobody's."""
    grids: list[int] = []
    for code in codes:
        ids = plan.ids_with_codes([code])
        if not len(ids):
            raise BadInput("unknown-code", value=code)
        grids.extend(ids.tolist())
    return grids


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
