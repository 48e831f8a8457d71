"""Pieces of ground of shapes that are overlaid again and again: looked at once, and the same however often."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling import overlaid
from gridmap.ground.tiling.overlaid import Overlaid, pieces_of

NOISE_M = 1e-5


def shapes_of(*shapes):
    result = np.empty(len(shapes), dtype=object)
    result[:] = shapes
    return result


COMB = shapely.union_all([shapely.box(0, 0, 10, 1), shapely.box(0, 0, 1, 5), shapely.box(9, 0, 10, 5)])
BAR, FAR, CORNER = shapely.box(-1, 3, 11, 4), shapely.box(50, 50, 60, 60), shapely.box(8, -2, 12, 2)


def test_a_pair_that_was_overlaid_is_not_overlaid_again_and_its_pieces_come_as_other_objects():
    asked = []

    def overlay(one, two):
        asked.append(len(one))
        return shapely.intersection(one, two)

    known = Overlaid()
    one, two = shapes_of(COMB, COMB, COMB), shapes_of(BAR, FAR, CORNER)
    first, row = known.pieces_of(overlay, one[:2], two[:2], NOISE_M)
    assert (shapely.area(first).tolist(), row.tolist()) == ([1.0, 1.0], [0, 0])
    again, row = known.pieces_of(overlay, one[::-1], two[::-1], NOISE_M)
    assert asked == [2, 1]
    wanted, of = pieces_of(shapely.intersection, one[::-1], two[::-1], NOISE_M)
    assert row.tolist() == of.tolist() == [0, 2, 2]
    assert [piece.wkb for piece in again] == [piece.wkb for piece in wanted]
    assert not {id(piece) for piece in first} & {id(piece) for piece in again}


def test_what_is_told_counts_for_these_shapes_and_this_overlay_alone():
    known = Overlaid()
    one, two = shapes_of(COMB, COMB, CORNER), shapes_of(BAR, BAR, COMB)
    told = shapes_of(shapely.box(0, 3, 1, 4), shapely.box(9, 3, 10, 4), shapely.box(8, 0, 10, 2))
    known.tell(shapely.intersection, one, two, told)
    common, row = known.pieces_of(shapely.intersection, shapes_of(CORNER, COMB), shapes_of(COMB, BAR), NOISE_M)
    assert row.tolist() == [0, 1, 1]
    assert [piece.wkb for piece in common] == [told[2].wkb, told[0].wkb, told[1].wkb]
    outside, row = known.pieces_of(shapely.difference, shapes_of(COMB), shapes_of(BAR), NOISE_M)
    assert row.tolist() == [0, 0, 0] and shapely.area(outside).sum() == COMB.area - 2
    turned, _ = known.pieces_of(shapely.intersection, shapes_of(BAR), shapes_of(COMB), NOISE_M)
    assert shapely.area(turned).tolist() == [1.0, 1.0]


def test_of_no_pairs_comes_nothing():
    none = shapes_of()
    known = Overlaid()
    known.tell(shapely.intersection, none, none, none)
    pieces, row = known.pieces_of(shapely.intersection, none, none, NOISE_M)
    assert len(pieces) == len(row) == 0


def test_shapes_that_were_united_are_not_united_again(monkeypatch):
    asked = []
    really = overlaid.united

    def counted(groups):
        asked.append(len(groups))
        return really(groups)

    monkeypatch.setattr(overlaid, "united", counted)
    known = Overlaid()
    groups = np.array([[COMB, BAR, None], [BAR, CORNER, FAR]], dtype=object)
    first = known.united(groups)
    again = known.united(np.array([[BAR, CORNER, FAR], [COMB, FAR, None], [COMB, BAR, None]], dtype=object))
    assert asked == [2, 1]
    assert shapely.area(again).tolist() == [BAR.area + CORNER.area + FAR.area, COMB.area + FAR.area, first[0].area]
    assert first[0].area == COMB.area + BAR.area - 2
    assert again[0] is first[1] and again[2] is first[0]
