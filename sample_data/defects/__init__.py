"""Defects of every kind that the rules know, planted into a clean sample, with the truth about each.

What the truth says comes from what was planted and, for ground, from a plain overlay of whole shapes. Nothing here
uses the proof or the checks that are measured by it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from gridmap.model.plan import Plan
from sample_data.defects.borders import plant_border_faults
from sample_data.defects.codes import plant_code_faults, plant_family_faults
from sample_data.defects.gaps import plant_gaps
from sample_data.defects.homes import plant_ground_with_homes, plant_household_faults
from sample_data.defects.overlaps import plant_overlaps
from sample_data.defects.party import plant_joint_branches, plant_party_faults
from sample_data.defects.people import plant_people_faults, plant_rounds
from sample_data.defects.planting import NoRoom, Planting
from sample_data.defects.shapes import plant_invalid_shapes, plant_missing_shapes, plant_parts
from sample_data.defects.truth import Defect, Truth
from sample_data.defects.vertices import plant_vertices

ATTEMPTS: Final = 4
"""What was planted first may have taken the only place of what came later; so often it is begun anew."""

PLANT: Final[tuple[Callable[[Planting, int], None], ...]] = (
    # What takes whole grids first, while there is room; shapes that can no longer be worked on last.
    plant_joint_branches,
    plant_missing_shapes,
    plant_family_faults,
    plant_border_faults,
    plant_ground_with_homes,
    plant_gaps,
    plant_overlaps,
    plant_parts,
    plant_vertices,
    plant_invalid_shapes,
    plant_code_faults,
    plant_rounds,
    plant_household_faults,
    plant_people_faults,
    plant_party_faults,
)

PLANT_IN_PROVINCE: Final = (
    # A province is there to measure with: it has a building to a grid, a group to a branch, and no zones.
    plant_missing_shapes,
    plant_family_faults,
    plant_border_faults,
    plant_gaps,
    plant_overlaps,
    plant_parts,
    plant_vertices,
    plant_invalid_shapes,
    plant_code_faults,
    plant_rounds,
    plant_people_faults,
)


def plant(plan: Plan, seed: int, per_kind: int) -> tuple[Plan, Truth]:
    """Spoil a clean sample in every way that the rules know, each at a place of its own.

    A province is spoiled in its ground, its codes and its staff only.

    Parameters
    ----------
    plan : Plan
        A sample without defects: a city, a town or a province.
    seed : int
        The same seed spoils the same plan in the same way.
    per_kind : int
        Defects of each kind.

    Returns
    -------
    Plan, Truth
        The spoiled plan, and everything that is wrong with it.

    Raises
    ------
    NoRoom
        If the plan is too small for so many.
    """
    for attempt in range(ATTEMPTS - 1):
        with suppress(NoRoom):
            return _plant_all(Planting(plan, seed, attempt), per_kind)
    return _plant_all(Planting(plan, seed, ATTEMPTS - 1), per_kind)


def _plant_all(planting: Planting, per_kind: int) -> tuple[Plan, Truth]:
    size = planting.plan.facts().get("size", "")
    for group in PLANT_IN_PROVINCE if size == "province" else PLANT:
        group(planting, per_kind)
    truth = planting.truth(size)
    return truth.plan, truth


__all__ = ["Defect", "NoRoom", "Truth", "plant"]
