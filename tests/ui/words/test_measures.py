"""Areas that stand in one row are told in one unit."""

from __future__ import annotations

import pytest

from ui.canvas.editing.figures import ground_text
from ui.words.measures import area_text, in_km2


@pytest.mark.parametrize(("both", "told"), [
    ((999_000, 1_200_000), "0.999 → 1.200 km²"),
    ((1_200_000, 999_000), "1.200 → 0.999 km²"),
    ((90_000, 120_000), "90,000 → 120,000 m²"),
    ((0, 12_400), "0 → 12,400 m²"),
    ((2_000_000, 0), "2.000 → 0.000 km²"),
    ((500.2, 500.4), "500 m²"),
])  # fmt: skip
def test_before_and_after_have_one_unit(both: tuple[float, float], told: str) -> None:
    assert ground_text(both) == told


def test_the_largest_of_a_row_decides() -> None:
    assert in_km2(1e6) and in_km2(1.0, 2e6) and not in_km2(999_999.0) and not in_km2()
    assert area_text(5.0, 3e6) == "0.000 km²" and area_text(5.0) == "5 m²"
