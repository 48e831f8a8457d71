"""Compounds on the map: their outlines, and from afar or without an outline a symbol for several near by."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import ClassVar

import numpy as np
import shapely

from gridmap.ground.compound_places import compound_shapes
from gridmap.ground.compounds import compounds, spots
from gridmap.indicators.compounds import has_branch, is_super
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from layers import palette
from layers.clusters import CLUSTER_DOTS, LARGER, SEVERAL, clustered
from layers.marks import Box, Entry, Layer, Legend, Marks, Words, touching
from layers.style import Style


class OfCompounds(Layer):
    """What compounds look like by the class that each is in; a layer says which.

    Attributes
    ----------
    styles, words : tuple of Style, tuple of str
        Of each class, and its key of a sentence in the legend.
    """

    styles: ClassVar[tuple[Style, ...]]
    words: ClassVar[tuple[str, ...]]
    opacity_in_editing: ClassVar[float] = 0.4

    @abstractmethod
    def states(self, plan: Plan) -> IntArray:
        """Return the class of each compound, -1 for one that is not shown. Shape (c,)."""

    @abstractmethod
    def heading(self, plan: Plan) -> Words:
        """Return what stands above the legend."""

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return outlines where they are large enough to be seen, and symbols; the key is a compound's place."""
        state, places = self.states(plan), spots(plan)
        shapes = places.copy()
        outlines = compound_shapes(plan)
        cell = CLUSTER_DOTS * detail_m
        wide = np.sqrt(np.nan_to_num(shapely.area(outlines))) >= max(cell, 1e-6)
        shapes[: len(outlines)] = np.where(wide, outlines, shapes[: len(outlines)])
        rows = np.flatnonzero((state >= 0) & touching(shapes, window))
        drawn = np.append(wide, np.zeros(len(shapes) - len(wide), dtype=bool))[rows]
        points, number = clustered(rows[~drawn], state, places, cell)
        rows = np.concatenate([rows[drawn], points])
        count = np.concatenate([np.ones(int(drawn.sum()), dtype=np.int64), number])
        label = np.array([f"{many:,}" if many > 1 else "" for many in count.tolist()], dtype=object)
        styles = tuple(replace(style, symbol_mm=style.symbol_mm * larger) for style in self.styles for larger in LARGER)
        style = len(LARGER) * state[rows] + np.searchsorted(SEVERAL, count, side="right")
        return Marks(rows, shapes[rows], style, styles, label, count.astype(np.float64), self.legend(plan))

    def legend(self, plan: Plan) -> Legend:
        """Return the classes that there are, with how many compounds are in each."""
        state = self.states(plan)
        number = np.bincount(state[state >= 0], minlength=len(self.styles)).tolist()
        entries = tuple(
            Entry(words, (style,), count, "point")
            for words, style, count in zip(self.words, self.styles, number, strict=True)
            if count
        )
        return Legend(self.heading(plan) if entries else "", entries)


class CompoundsLayer(OfCompounds):
    """Compounds by whether they have a party branch of their own; super-compounds and unlisted ones apart."""

    key: ClassVar[str] = "compounds"
    styles: ClassVar[tuple[Style, ...]] = palette.COMPOUNDS
    words: ClassVar[tuple[str, ...]] = (
        "legend-compounds-branch",
        "legend-compounds-bare",
        "legend-compounds-super-branch",
        "legend-compounds-super-bare",
        "legend-compounds-unlisted",
    )

    def states(self, plan: Plan) -> IntArray:
        """Return 0 with a branch, 1 without; 2 and 3 the same of super-compounds; 4 not on the list."""
        found = compounds(plan)
        state = np.full(len(found), 4, dtype=np.int64)
        state[: found.listed] = np.where(has_branch(plan), 0, 1) + 2 * is_super(plan)[: found.listed]
        return state

    def heading(self, plan: Plan) -> Words:
        """Return the heading of the legend."""
        return "legend-compounds"
