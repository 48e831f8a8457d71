"""Areas that stand in one row are told in one unit, and in that of the language."""

from __future__ import annotations

import pytest

from ui.canvas.editing.figures import ground_text
from ui.look.words import Words
from ui.words.measures import area_text, in_km2, length_text


@pytest.mark.parametrize(("both", "told", "in_chinese"), [
    ((999_000, 1_200_000), "0.999 → 1.200 km²", "0.999 → 1.200 平方公里"),
    ((1_200_000, 999_000), "1.200 → 0.999 km²", "1.200 → 0.999 平方公里"),
    ((90_000, 120_000), "90,000 → 120,000 m²", "90,000 → 120,000 平方米"),
    ((0, 12_400), "0 → 12,400 m²", "0 → 12,400 平方米"),
    ((2_000_000, 0), "2.000 → 0.000 km²", "2.000 → 0.000 平方公里"),
    ((500.2, 500.4), "500 m²", "500 平方米"),
])  # fmt: skip
def test_before_and_after_have_one_unit(both: tuple[float, float], told: str, in_chinese: str) -> None:
    assert ground_text(both, Words("en")) == told
    assert ground_text(both, Words("zh")) == in_chinese


@pytest.mark.parametrize(("metres", "told", "in_chinese"), [
    (4.25, "4.25 m", "4.25 米"),
    (313.2, "313 m", "313 米"),
    (2000, "2 km", "2 公里"),
    (5841.0, "5.84 km", "5.84 公里"),
    (12_345.0, "12.35 km", "12.35 公里"),
])  # fmt: skip
def test_lengths_have_the_unit_of_the_language(metres: float, told: str, in_chinese: str) -> None:
    assert (length_text("en", metres), length_text("zh", metres)) == (told, in_chinese)


def test_the_largest_of_a_row_decides() -> None:
    assert in_km2(1e6) and in_km2(1.0, 2e6) and not in_km2(999_999.0) and not in_km2()
    assert area_text("en", 5.0, 3e6) == "0.000 km²" and area_text("en", 5.0) == "5 m²"
