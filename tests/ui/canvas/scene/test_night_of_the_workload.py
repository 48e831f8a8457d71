"""On a dark screen the classes of the workload keep apart, from one another and from the ground behind the map."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gridmap.people.workload import Workload
from layers.palette import NIGHT, WORKLOAD, WORKLOAD_UPPER_HALF
from ui.canvas.scene.colours import _TO_CONES, _TO_LAB, screen_colour
from ui.look.appearance import DARK

CLASSES = {
    "under": WORKLOAD[Workload.UNDER],
    "lower half": WORKLOAD[Workload.WITHIN],
    "upper half": WORKLOAD_UPPER_HALF,
    "over": WORKLOAD[Workload.OVER],
    "far over": WORKLOAD[Workload.FAR_OVER],
}


def lab(colour: QColor) -> np.ndarray:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return _TO_LAB @ np.cbrt(_TO_CONES @ linear)


def luminance(colour: QColor) -> float:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: QColor, two: QColor) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("one", "two"), list(combinations(CLASSES, 2)))
def test_two_classes_keep_apart(one, two):
    first, second = (screen_colour(CLASSES[name].fill, True) for name in (one, two))
    assert np.hypot(*(lab(first) - lab(second))[[0, 1]]) > 0.1 or np.linalg.norm(lab(first) - lab(second)) > 0.12


def test_the_graver_it_is_the_lighter(qapp):
    row = [
        luminance(screen_colour(CLASSES[name].fill, True)) for name in ("lower half", "upper half", "over", "far over")
    ]
    assert all(after > 1.5 * before for before, after in pairwise(row))


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_is_seen_on_the_ground_and_its_pattern_on_its_fill(name):
    style = CLASSES[name]
    fill = screen_colour(style.fill, True)
    assert contrast(fill, QColor(DARK.ground)) > (1.35 if name == "lower half" else 2.0)
    if style.pattern:
        assert contrast(fill, screen_colour(style.pattern_colour, True)) > 1.8


def test_by_day_nothing_is_changed():
    assert all(screen_colour(colour, False) == QColor(colour) for colour in NIGHT)
