"""A look at what every test of a wizard leaves behind."""

from __future__ import annotations

import pytest

from ui.look.words import Words


@pytest.fixture(autouse=True)
def _nothing_of_a_wizard_is_left(nothing_left: None) -> None:
    """Look at what every test of a wizard leaves behind: no widget, no thread."""


@pytest.fixture
def words() -> Words:
    return Words("zh")
