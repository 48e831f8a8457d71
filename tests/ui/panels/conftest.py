"""A look at what panels leave behind."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nothing_of_a_panel_is_left(nothing_left: None) -> None:
    """Look at what every test of a panel leaves behind."""
