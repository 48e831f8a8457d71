"""What is lit up: near enough to what it is, and nothing is lost for being tiny."""

from __future__ import annotations

import numpy as np
import shapely

from ui.canvas.highlight import lit_shapes


def test_what_is_lit_follows_its_outline_within_the_detail_and_the_tiny_is_still_there() -> None:
    #  a wavy outline of 400 points, 0.3 m up and down, and a hut of 2 m beside it
    x = np.linspace(0, 400, 200)
    wavy = shapely.Polygon([*zip(x, 0.3 * (np.arange(200) % 2), strict=True), (400, 300), (0, 300)])
    hut = shapely.box(500, 0, 502, 2)
    lit = lit_shapes(np.array([wavy, hut, None], dtype=object), detail_m=4.0)
    assert lit is not None and lit.bounds == (0, 0, 502, 300)
    outlines = [path.boundingRect().getRect() for path in lit.areas.paths]
    assert (500.0, 298.0, 2.0, 2.0) in outlines or any(left + width == 502 for left, _, width, _ in outlines)
    assert sum(path.elementCount() for path in lit.areas.paths) < 20
    exact = lit_shapes(np.array([wavy, hut], dtype=object))
    assert exact is not None and sum(path.elementCount() for path in exact.areas.paths) > 200
