"""What was mended, what was left and why: of one fault, and of a whole plan."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely

from gridmap.model.errors import Refused
from gridmap.reshaping.together import Steps


@dataclass(frozen=True)
class Mended:
    """One fault that was mended.

    Attributes
    ----------
    rule : str
    how : str
        Key of what was done: ``give-ground``, ``give-shape``, ``clip-to-parent``, ``match-vertices``, ``make-valid``,
        ``drop-repeated-points`` or ``set-parent``.
    grids : tuple of int
        Ids of the grids concerned, the one that received or lost the ground first.
    area_m2, households : float, int
        How much ground was moved, and who lives on it.
    where : geometry
    """

    rule: str
    how: str
    grids: tuple[int, ...]
    area_m2: float
    households: int
    where: shapely.Geometry


@dataclass(frozen=True)
class Left:
    """One fault that was left as it is, and the key of the reason why."""

    rule: str
    reason: str
    grids: tuple[int, ...]
    where: shapely.Geometry | None


@dataclass(frozen=True)
class Note:
    """One thing that was done; ``moved`` says whether ``where`` is ground that moved."""

    rule: str
    how: str
    grids: tuple[int, ...]
    where: shapely.Geometry
    moved: bool


@dataclass(eq=False)
class Fault:
    """What comes of one fault.

    Attributes
    ----------
    rule : str
    notes, left : lists
    tries : int
        How often something was tried.
    """

    rule: str
    notes: list[Note] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    tries: int = 0

    def leave(self, reason: str, grids: tuple[int, ...], where: shapely.Geometry | None) -> None:
        """Write down that it, or a part of it, is left, and why."""
        self.left.append(Left(self.rule, reason, grids, where))

    def note(self, how: str, grids: tuple[int, ...], where: shapely.Geometry, *, moved: bool = True) -> None:
        """Write down what was done."""
        self.notes.append(Note(self.rule, how, grids, where, moved))

    def trying(
        self, grids: tuple[int, ...], where: shapely.Geometry | None, act: Steps[object], final: bool = True
    ) -> Steps[bool]:
        """Do something; if it is refused, write down why (unless another way will be tried) and go on."""
        self.tries += 1
        try:
            yield from act
        except Refused as refused:
            if final:
                self.leave(refused.key, grids, where)
            return False
        return True
