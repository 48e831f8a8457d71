"""A look at what dialogs leave behind."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nothing_of_a_dialog_is_left(nothing_left: None) -> None:
    """Look at what every test of a dialog leaves behind."""
