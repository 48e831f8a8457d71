"""What is typed for a place: an offset, a length with an angle, a length, a place."""

from __future__ import annotations

import pytest

from ui.canvas.editing.typed import typed_place

EXTENT = (540_000.0, 3_520_000.0, 560_000.0, 3_540_000.0)
ANCHOR = (550_000.0, 3_530_000.0)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12, -3.5", (550_012.0, 3_529_996.5)),
        ("12 -3.5", (550_012.0, 3_529_996.5)),
        ("\uff11\uff12\uff0c-3", (550_012.0, 3_529_997.0)),
        ("12，-3", (550_012.0, 3_529_997.0)),
        ("@12,-3", (550_012.0, 3_529_997.0)),
        ("@25<90", (550_000.0, 3_530_025.0)),
        ("25<180", (549_975.0, 3_530_000.0)),
        ("@10＜0", (550_010.0, 3_530_000.0)),
        ("25", (550_015.0, 3_530_020.0)),
        ("548123.5, 3527001", (548_123.5, 3_527_001.0)),
        ("@548123.5, 3527001", (1_098_123.5, 7_057_001.0)),
        ("12,", None),
        ("a, b", None),
        ("", None),
    ],
)
def test_every_notation_is_read(text, place):
    found = typed_place(text, ANCHOR, (550_003.0, 3_530_004.0), EXTENT)
    assert found == (pytest.approx(place) if place else None)


def test_without_an_anchor_only_places_are_understood():
    assert typed_place("12, 3", None, None, EXTENT) is None
    assert typed_place("@12<3", None, None, EXTENT) is None
    assert typed_place("548123.5 3527001", None, None, EXTENT) == (548_123.5, 3_527_001.0)


def test_a_length_needs_a_direction():
    assert typed_place("25", ANCHOR, None, EXTENT) is None
    assert typed_place("25", ANCHOR, ANCHOR, EXTENT) is None
