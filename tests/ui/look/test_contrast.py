"""Colours that carry a meaning differ enough from what they stand on: WCAG 2.2, level AA, by day and by night."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtGui import QColor

from layers import palette
from layers.style import Style, TextStyle
from tests.ui.contrast import contrast_of
from ui.canvas.scene.colours import mixed, screen_colour
from ui.canvas.scene.names import STYLES, halo_colour
from ui.look.appearance import APPEARANCES, Appearance, sheet_of

TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("window", "surface", "raised")
_GROUND = {"": "background-color", "selection-": "selection-background-color"}
LOOKS = list(APPEARANCES.values())
by_look = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.key)


@by_look
@pytest.mark.parametrize("name", ["text", "muted", "accent", "error", "warning", "notice"])
def test_what_is_read_differs_from_every_ground(look: Appearance, name: str) -> None:
    assert min(contrast_of(getattr(look, name), getattr(look, ground)) for ground in (*GROUNDS, "ground")) >= TEXT


@by_look
def test_text_on_what_is_chosen_and_on_the_bar_of_a_draft_is_read(look: Appearance) -> None:
    assert contrast_of(look.on_accent, look.accent) >= TEXT
    assert contrast_of(look.on_accent, look.notice) >= TEXT


@by_look
@pytest.mark.parametrize("name", ["outline", "accent", "muted"])
def test_outlines_and_the_mark_of_the_keys_are_seen(look: Appearance, name: str) -> None:
    assert min(contrast_of(getattr(look, name), getattr(look, ground)) for ground in GROUNDS) >= GRAPHIC


@by_look
def test_the_handle_of_a_scroll_bar_is_seen(look: Appearance) -> None:
    assert min(contrast_of(look.scroll, getattr(look, ground)) for ground in ("window", "surface")) >= GRAPHIC


@by_look
def test_no_rule_of_the_style_sheet_writes_in_a_colour_that_is_not_read(look: Appearance) -> None:
    rules = re.findall(r"([^{}]+)\{([^}]*)\}", sheet_of(look))
    seen = 0
    for selector, body in rules:
        said = dict(re.findall(r"(?:^|[\s;])([a-z-]+):\s*(#[0-9a-f]{6})\b", body))
        for prefix in ("", "selection-"):
            letters, ground = said.get(f"{prefix}color"), said.get(f"{prefix}background") or said.get(_GROUND[prefix])
            if letters is not None and ground is not None and ":disabled" not in selector:
                seen += 1
                assert contrast_of(letters, ground) >= TEXT, selector
    assert seen >= 8


@by_look
@pytest.mark.parametrize("style", STYLES, ids=lambda style: str(style.size))
def test_names_on_the_map_are_read_in_their_halo(look: Appearance, style) -> None:
    night = look.key == "dark"
    assert contrast_of(screen_colour(style.colour, night).name(), halo_colour(night).name()) >= TEXT


def fills() -> list[str]:
    """Return every colour that ground has on a map, in any theme."""
    found: list[str] = []

    def look_at(value: object) -> None:
        if isinstance(value, Style):
            found.extend(filter(None, (value.fill, value.pattern_colour)))
        elif isinstance(value, dict):
            for one in value.values():
                look_at(one)
        elif isinstance(value, (tuple, list)):
            for one in value:
                look_at(one)

    for name, value in vars(palette).items():
        if name.isupper():
            look_at(value)
    return found


@by_look
def test_what_stands_on_a_plate_is_read_whatever_lies_below(look: Appearance) -> None:
    night = look.key == "dark"
    assert len(fills()) > 40
    for below in fills():
        plate = mixed(screen_colour(below, night), QColor(look.surface), 0.88).name()
        assert contrast_of(look.text, plate) >= TEXT, below
        assert contrast_of(look.muted, plate) >= TEXT, below


def text_styles() -> list[tuple[TextStyle, str]]:
    """Return the letters of pages and of the web, each with what is behind them."""
    found: list[tuple[TextStyle, str]] = []
    for value in vars(palette).values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, TextStyle):
                found.append((one, one.halo or "#ffffff"))
            elif isinstance(one, Style) and one.text is not None:
                found.append((one.text, one.text.halo or one.fill or "#ffffff"))
    return found


def test_names_on_a_page_are_read() -> None:
    assert len(text_styles()) >= 7
    for text, behind in text_styles():
        large = text.size_mm >= (4.94 if text.bold else 6.35)  # 14 points bold, 18 points
        assert contrast_of(text.colour, behind) >= (GRAPHIC if large else TEXT), text


def test_contrast_is_what_the_guidelines_say() -> None:
    assert contrast_of("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_of("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the usual example of just too little
    assert np.isclose(contrast_of("#123456", "#123456"), 1)
