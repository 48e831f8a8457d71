"""A list narrows down as one types."""

from __future__ import annotations

import numpy as np
import pytest

from ui.dialogs import picker
from ui.dialogs.picker import Choices


@pytest.fixture
def choices(nothing_left):
    columns = (["陈泽平", "崔海琪", "曾德才"], ["W01", "W02", "D３"], [3, 1, 2])
    return Choices(np.array([11, 12, 13]), columns, sought=2, people=True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [11, 12, 13]),
        ("海", [12]),
        ("w0", [11, 12]),
        ("chenze", [11]),
        ("czp", [11]),
        ("zdc", [13]),  # a surname sounds otherwise than the word
        ("d3", [13]),  # full-width digits are digits
        ("cui w02", [12]),
        ("cui w01", []),
        ("3", [13]),  # numbers of other columns are not sought
    ],
)
def test_every_word_must_be_there(choices, typed, found):
    choices.narrow(typed)
    assert choices.ids[choices.rows].tolist() == found


def test_of_a_very_long_list_the_first_rows_are_found_by_sound(choices, monkeypatch):
    monkeypatch.setattr(picker, "_SOUNDED", 1)
    choices.narrow("c")
    assert choices.ids[choices.rows].tolist() == [11]
    choices.narrow("崔")
    assert choices.ids[choices.rows].tolist() == [12]
