"""Classes of a map keep apart for the colour-blind and on a grey printer.

Colour blindness is simulated after Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
Color Vision Deficiency" (IEEE TVCG 2009), full severity, in linear RGB; distances are CIE 1976, white D65.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from layers import palette
from layers.incoming import Incoming
from layers.indicators import IndicatorStates
from layers.items import ItemRate, ItemsAge
from layers.roles import RoleStates
from layers.states import BranchStates, Density, StaffingStates, WorkerLoad, WorkloadStates

VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
CLASSES = {
    "staffing": (*StaffingStates.styles, palette.NOT_ASKED),
    "branches": (*BranchStates.styles, palette.NOT_ASKED),
    "workload": (*WorkloadStates.styles, palette.NOT_ASKED),
    "load": (*WorkerLoad.styles, palette.NOT_ASKED),
    "indicators": (*IndicatorStates.styles, palette.NOT_ASKED),
    "density": (*Density.styles, palette.NOT_ASKED),
    "item-rate": (*ItemRate.styles, palette.NOT_ASKED),
    "roles": (*RoleStates.styles, palette.NOT_ASKED),
    "item-age": (*ItemsAge.styles, palette.NOT_ASKED),
    "items": tuple(palette.ITEMS.values()),
    "incoming": (*Incoming.styles, palette.NOT_ASKED),
    "kinds": (*(palette.Style(fill=tint) for tint in palette.TINTS), palette.DEDICATED),
    "findings": tuple(palette.FINDINGS.values()),
}
PAIRS = [
    pytest.param(one, two, id=f"{theme}-{i}-{j}")
    for theme, styles in CLASSES.items()
    for (i, one), (j, two) in combinations(enumerate(styles), 2)
    if not (theme == "kinds" and j < len(palette.TINTS))  # the tints say nothing that the names do not say
]


def linear(colour: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(colour: str, vision: str = "normal") -> np.ndarray:
    rgb = np.clip(VISION[vision] @ linear(colour), 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ rgb / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, two: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, vision) - lab(two, vision)))


def test_the_measure_is_right():
    assert lab("#ffffff") == pytest.approx([100, 0, 0], abs=0.02)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    # The pair that protanopes are known to mistake: red is seen as dark, and green as ochre.
    assert apart("#ff0000", "#806000", "protanopia") < apart("#ff0000", "#806000", "normal") / 2


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_two_classes_of_a_map_keep_apart(one, two):
    """By hatching or symbol; else by 9 of lightness on a grey printer and by 10 of colour however it is seen."""
    if (one.pattern, one.symbol) != (two.pattern, two.symbol):
        return
    assert abs(lab(one.fill)[0] - lab(two.fill)[0]) >= 9
    assert min(apart(one.fill, two.fill, vision) for vision in VISION) >= 10


@pytest.mark.parametrize("theme", ["staffing", "branches", "workload", "load", "density", "item-rate", "roles"])
def test_hatched_classes_also_differ_in_colour_however_it_is_seen(theme):
    styles = CLASSES[theme]
    distances = {
        (i, j, vision): apart(one.fill, two.fill, vision)
        for (i, one), (j, two) in combinations(enumerate(styles), 2)
        for vision in VISION
    }
    assert min(distances.values()) >= 7, min(distances, key=distances.get)


@pytest.mark.parametrize("styles", [StaffingStates.styles, BranchStates.styles], ids=["staffing", "branches"])
def test_the_graver_a_state_the_darker_it_is(styles):
    lightness = [lab(style.fill)[0] for style in styles]
    assert (np.diff(lightness) < -15).all()


@pytest.mark.parametrize(
    "styles", [WorkerLoad.styles, Density.styles, ItemRate.styles], ids=["load", "density", "item-rate"]
)
def test_more_is_darker(styles):
    lightness = [lab(style.fill)[0] for style in styles]
    assert (np.diff(lightness) < -9).all()


def test_references_keep_apart_by_dashes_and_symbols_and_stand_out_from_pale_ground():
    lines, points = zip(*palette.REFERENCES, strict=True)
    assert len({style.dash_mm for style in lines}) == len({style.symbol for style in points}) == len(lines)
    assert all(lab(style.stroke)[0] < 55 for style in lines)
    assert [style.fill for style in points] == [style.stroke for style in lines]


def test_hatching_can_be_seen_on_its_fill():
    hatched = [style for styles in CLASSES.values() for style in styles if style.pattern]
    for style in [*hatched, palette.EXEMPT, palette.PLAIN_DEDICATED]:
        least = 12 if style in hatched else 8
        assert abs(lab(style.fill)[0] - lab(style.pattern_colour)[0]) >= least, style


def test_every_class_of_findings_has_a_symbol_of_its_own():
    symbols = [style.symbol for style in palette.FINDINGS.values()]
    assert len(set(symbols)) == len(symbols) and all(symbols)


@pytest.mark.parametrize("text", [*palette.NAMES, *palette.PART_NAMES, palette.WATER.text, palette.GREAT_WATER.text])
def test_names_are_legible_on_what_they_stand(text):
    """WCAG contrast of 4.5 against the halo, 3 for large letters without one."""
    ground = text.halo or palette.GREAT_WATER.fill
    bright, dark = sorted((lab_luminance(text.colour), lab_luminance(ground)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= (4.5 if text.halo else 2.4)


def lab_luminance(colour: str) -> float:
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def test_borders_are_thinner_the_deeper_the_level():
    widths = [palette.OUTLINE.width_mm, *(style.width_mm for style in palette.BORDERS)]
    assert (np.diff(widths) < 0).all()
