"""What a layer yields: columns of marks, the styles they are drawn in, and the legend that explains them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.model.sections import Name
from layers.style import Style

Box = tuple[float, float, float, float]
"""West, south, east, north in the plan's CRS, metres."""

Words = str | Name
"""What a legend says: a key of ``ui/words/sentences``, or a name that the scheme brings in both languages."""


@dataclass(frozen=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    words : Words
    styles : tuple of Style
        One, or several where marks of one class come in several tints.
    count : int, optional
        How many there are in the plan, whether they are in the window or not; ``None`` where a number says nothing.
    form : "area", "line" or "point"
        What the sample in the legend looks like.
    """

    words: Words
    styles: tuple[Style, ...]
    count: int | None = None
    form: Literal["area", "line", "point"] = "area"


@dataclass(frozen=True)
class Legend:
    """The lines that explain a layer, below a heading (``""`` for none)."""

    heading: Words = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, eq=False)
class Marks:
    """The marks of one layer as columns, in the order in which they are painted.

    Attributes
    ----------
    key : int64 (n,)
        Id of the row that a mark stands for (a grid's, a building's, ...; for findings the place in their list).
    shape : object (n,)
        Shapely geometries in the plan's CRS; never ``None`` or empty.
    style : int64 (n,)
        Place of each mark's style in ``styles``.
    styles : tuple of Style
    label : object (n,), optional
        What is written at each mark, ``""`` for nothing.
    weight : float64 (n,), optional
        Of two labels in one place the one of more weight is written.
    legend : Legend
    """

    key: IntArray
    shape: ShapeArray
    style: IntArray
    styles: tuple[Style, ...]
    label: npt.NDArray[np.object_] | None = None
    weight: FloatArray | None = None
    legend: Legend = field(default_factory=Legend)

    def __len__(self) -> int:
        return len(self.key)

    def only(self, which: BoolArray | IntArray) -> Marks:
        """Return some of the marks, with the same styles and legend."""
        return Marks(
            self.key[which],
            self.shape[which],
            self.style[which],
            self.styles,
            None if self.label is None else self.label[which],
            None if self.weight is None else self.weight[which],
            self.legend,
        )


class Layer(ABC):
    """Something that a map can show. It knows plans and styles, and nothing of screens, paper or windows."""

    key: ClassVar[str]
    """Names the layer on the command line and in settings; ``layer-KEY`` is its name in ``ui/words/sentences``."""

    is_everywhere: ClassVar[bool] = False
    """Whether every theme shows it."""

    is_ground: ClassVar[bool] = False
    """Whether its marks are grids that fill the ground, so that the upper of two such layers hides the lower.

    The keys of its marks are ids of grids; of its styles the last stands for grids that are not asked.
    """

    covers_ground: ClassVar[bool] = False
    """Whether a map below is seen only if this is pale."""

    is_clickable: ClassVar[bool] = False
    """Whether there is something to tell about a mark that somebody clicks on."""

    is_close_up: ClassVar[bool] = False
    """Whether it is worth showing from close by only, and then exactly."""

    grows: ClassVar[bool] = False
    """Whether its lines grow wider as one comes closer."""

    weight_in_editing: ClassVar[float] = 1.0
    """How many times as wide its lines are while somebody edits."""

    opacity_in_editing: ClassVar[float] = 1.0
    """How much of it is left while somebody edits: what does not matter for that steps back."""

    counts_on_a_day: ClassVar[bool] = False
    """Whether it shows who answers for what, which is another matter on another day."""

    is_written: ClassVar[bool] = False
    """Whether it is nothing but names, which are written over everything else and explained by no legend."""

    @abstractmethod
    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return what the layer shows of a plan.

        Parameters
        ----------
        plan : Plan
        window : Box, optional
            Only marks whose bounding boxes touch it are wanted; all by default. The legend counts all of them anyway.
        detail_m : float
            Details smaller than this need not be kept: shapes may be simplified, always so that shared borders stay
            shared. 0 keeps every vertex.
        """

    def close_up(self) -> Layer:
        """Return what is shown in its place from close by: as a rule nothing else."""
        return self

    def legend(self, plan: Plan) -> Legend:
        """Return what explains the layer: the legend of its marks, without making these where that is quicker."""
        return self.marks(plan).legend


def touching(shapes: ShapeArray, window: Box | None) -> BoolArray:
    """Return which shapes are there, are not empty, and have a bounding box that touches the window. Shape (n,)."""
    return boxes_touching(shapely.bounds(shapes), window)


def boxes_touching(bounds: FloatArray, window: Box | None) -> BoolArray:
    """Return which boxes, shape (n, 4), NaN for none, touch the window; all that there are for none. Shape (n,)."""
    if window is None:
        return ~np.isnan(bounds[:, 0])
    west, south, east, north = window
    return (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
