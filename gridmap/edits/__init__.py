"""Edits: one file for each change that a user can make; each is a value that says what it would do."""

from __future__ import annotations

from gridmap.edits.base import Edit
from gridmap.edits.borders import FollowLine, MoveBorder, ReshapeBorder
from gridmap.edits.carving import CarveGrid, DissolveGrid, MoveGrid, RetireGrid
from gridmap.edits.drawn import DrawGridWithin, ExemptDrawn, GiveDrawn
from gridmap.edits.effect import Effect, Figures, effect, effect_between
from gridmap.edits.ground import ClipToParent, ExtendParent, GiveGround, GiveShape
from gridmap.edits.locks import Locks
from gridmap.edits.merging import MergeGrids
from gridmap.edits.parcels import GiveBuildings
from gridmap.edits.people import AddWorker, AssignWorker, EndAssignment, LinkBranch, SetJoint, UnlinkBranch
from gridmap.edits.recording import AcceptFinding, DrawGrid, ExemptGround, SetParent
from gridmap.edits.rows import PutRows, SetAttributes
from gridmap.edits.splitting import SplitEqually, SplitGrid
from gridmap.edits.vertex_moves import AddVertex, MoveVertex, RemoveVertex
from gridmap.edits.vertices import DropRepeatedPoints, MakeValid, MatchVertices

__all__ = [
    "AcceptFinding",
    "AddVertex",
    "AddWorker",
    "AssignWorker",
    "CarveGrid",
    "ClipToParent",
    "DissolveGrid",
    "DrawGrid",
    "DrawGridWithin",
    "DropRepeatedPoints",
    "Edit",
    "Effect",
    "EndAssignment",
    "ExemptDrawn",
    "ExemptGround",
    "ExtendParent",
    "Figures",
    "FollowLine",
    "GiveBuildings",
    "GiveDrawn",
    "GiveGround",
    "GiveShape",
    "LinkBranch",
    "Locks",
    "MakeValid",
    "MatchVertices",
    "MergeGrids",
    "MoveBorder",
    "MoveGrid",
    "MoveVertex",
    "PutRows",
    "RemoveVertex",
    "ReshapeBorder",
    "RetireGrid",
    "SetAttributes",
    "SetJoint",
    "SetParent",
    "SplitEqually",
    "SplitGrid",
    "UnlinkBranch",
    "effect",
    "effect_between",
]
