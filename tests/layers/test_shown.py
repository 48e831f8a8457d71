"""How layers are shown while somebody edits."""

from __future__ import annotations

import pytest

from layers.shown import ShownLayer, for_editing
from layers.themes import THEMES, layers_of


@pytest.mark.parametrize("theme", THEMES)
def test_borders_are_twice_as_wide_and_streets_and_buildings_step_back(theme):
    layers = [ShownLayer(layer, opacity=0.5) for layer in layers_of(theme)]
    shown = {one.layer.key: one for one in for_editing(layers)}
    assert list(shown) == [one.layer.key for one in layers]
    assert {key for key, one in shown.items() if one.weight != 1} == {"borders"} and shown["borders"].weight == 2
    faint = {key for key, one in shown.items() if one.opacity < 0.5}
    assert faint == {"roads", "buildings", "items"} & set(shown)
    assert all(one.opacity == 0.5 for key, one in shown.items() if key not in faint)
