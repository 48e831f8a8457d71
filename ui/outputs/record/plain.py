"""A comparison as every file can hold it."""

from __future__ import annotations

from dataclasses import replace

from gridmap.exchange.plain import _plain_columns, in_plain_text
from gridmap.project.comparison import Comparison
from gridmap.project.compound_changes import TEXTS


def comparison_in_plain_text(comparison: Comparison) -> Comparison:
    """Return a comparison as every file can hold it, see :func:`in_plain_text`."""
    before, after = in_plain_text(comparison.before), in_plain_text(comparison.after)
    if before is comparison.before and after is comparison.after:
        return comparison
    return replace(
        comparison,
        before=before,
        after=after,
        grids=_plain_columns(comparison.grids, "code", "name"),
        buildings=_plain_columns(comparison.buildings, "door_plate", "compound"),
        totals=_plain_columns(comparison.totals, "code", "name"),
        compounds=_plain_columns(
            comparison.compounds, *(f"{key}_{side}" for key in TEXTS for side in ("before", "after"))
        ),
    )
