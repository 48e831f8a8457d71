"""The proof that children tile their parent, and what is left where the proof fails."""

from __future__ import annotations

from gridmap.ground.tiling.edges import Edges, edges_of, unmatched
from gridmap.ground.tiling.hairs import hairs_in, without_hairs
from gridmap.ground.tiling.proof import NO_PARENT, Families, Proof, families_of, prove, valid_shapes, validity
from gridmap.ground.tiling.remains import Pieces, Tiling, Vertices, polygons_in, tiling
from gridmap.ground.tiling.valid import FARTHEST_M, ground_within, is_on_the_map, is_valid, made_valid, on_the_map
from gridmap.ground.tiling.widths import is_ground, width

__all__ = [
    "FARTHEST_M",
    "NO_PARENT",
    "Edges",
    "Families",
    "Pieces",
    "Proof",
    "Tiling",
    "Vertices",
    "edges_of",
    "families_of",
    "ground_within",
    "hairs_in",
    "is_ground",
    "is_on_the_map",
    "is_valid",
    "made_valid",
    "on_the_map",
    "polygons_in",
    "prove",
    "tiling",
    "unmatched",
    "valid_shapes",
    "validity",
    "width",
    "without_hairs",
]
