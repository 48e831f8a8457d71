"""The sample city: a place that looks real, with real names and codes, made boundaries and made people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from sample_data.defects import Truth
    from sample_data.make import Size

PER_KIND: Final = {"town": 3, "city": 12, "province": 30}
"""How many defects of each kind are planted into a sample of each size."""


def make_sample(size: Size = "city", seed: int = 2020, defects: bool = False) -> tuple[Plan, Truth | None]:
    """Make a sample, clean or with defects of every kind planted into it.

    Parameters
    ----------
    size : "town", "city" or "province"
    seed : int
        0 or more. The same seed makes the same plan, to the last bit, and plants the same defects.
    defects : bool
        Whether to plant defects, so many of each kind as :data:`PER_KIND` says.

    Returns
    -------
    Plan, Truth or None
        The plan, and what is wrong with it if defects were planted.

    Raises
    ------
    ValueError
        If there is no such size, or the seed is below 0; ``NoRoom``, a kind of it, if the defects do not all fit in.
    """
    from sample_data.defects import plant
    from sample_data.make import make_plan

    plan = make_plan(size, seed)
    return plant(plan, seed, PER_KIND[size]) if defects else (plan, None)


__all__ = ["PER_KIND", "make_sample"]
