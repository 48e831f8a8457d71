"""Edits: one file for each change that a user can make; each is a value that says what it would do."""

from __future__ import annotations

from gridmap.edits.borders import FollowLine, MoveBorder, ReshapeBorder
from gridmap.edits.carving import CarveGrid, DissolveGrid, MoveGrid, RetireGrid
from gridmap.edits.drawn import DrawGridWithin, ExemptDrawn, GiveDrawn
from gridmap.edits.give_buildings import GiveBuildings
from gridmap.edits.ground import ClipToParent, ExtendParent, GiveGround, GiveShape
from gridmap.edits.merging import MergeGrids
from gridmap.edits.people import AddWorker, AssignWorker, EndAssignment, LinkBranch, SetJoint, UnlinkBranch
from gridmap.edits.recording import AcceptFinding, DrawGrid, ExemptGround, SetParent
from gridmap.edits.redividing import NewBorders, Redivide
from gridmap.edits.rows import PutRows, SetAttributes
from gridmap.edits.shape_repairs import DropRepeatedPoints, MakeValid, MatchVertices
from gridmap.edits.splitting import SplitEqually, SplitGrid
from gridmap.edits.vertex_moves import AddVertex, MoveVertex, RemoveVertex
from gridmap.model.edit import Edit

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
    "EndAssignment",
    "ExemptDrawn",
    "ExemptGround",
    "ExtendParent",
    "FollowLine",
    "GiveBuildings",
    "GiveDrawn",
    "GiveGround",
    "GiveShape",
    "LinkBranch",
    "MakeValid",
    "MatchVertices",
    "MergeGrids",
    "MoveBorder",
    "MoveGrid",
    "MoveVertex",
    "NewBorders",
    "PutRows",
    "Redivide",
    "RemoveVertex",
    "ReshapeBorder",
    "RetireGrid",
    "SetAttributes",
    "SetJoint",
    "SetParent",
    "SplitEqually",
    "SplitGrid",
    "UnlinkBranch",
]
