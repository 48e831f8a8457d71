"""Edits: one file for each change that a user can make; each is a value that says what it would do."""

from __future__ import annotations

from gridmap.edits.assignments import CorrectAssignments
from gridmap.edits.borders import FollowLine, MoveBorder, ReshapeBorder
from gridmap.edits.branches import AddBranch, CorrectBranch, DeleteBranch, MergeBranches
from gridmap.edits.buildings import CorrectBuilding
from gridmap.edits.carving import CarveGrid, DissolveGrid, MoveGrid, RetireGrid
from gridmap.edits.compounds import AddCompound, CorrectCompound, DeleteCompound, LinkCompound, PutCompounds
from gridmap.edits.departments import DropDepartment, PutDepartment, SnapDepartment
from gridmap.edits.drawn import DrawGridWithin, ExemptDrawn, GiveDrawn
from gridmap.edits.facilities import AddFacility, CorrectFacility, DeleteFacility
from gridmap.edits.give_buildings import GiveBuildings
from gridmap.edits.ground import ClipToParent, ExtendParent, GiveGround, GiveShape
from gridmap.edits.merging import MergeGrids
from gridmap.edits.outlines import CorrectOutline, DrawOutline, RemoveOutline
from gridmap.edits.people import AddWorker, AssignWorker, EndAssignment, EndLink, LinkBranch, SetJoint, UnlinkBranch
from gridmap.edits.portfolios import ApplySuggestion, AssignGrids, EndAll, HandOver, StandIn, TransferGrids
from gridmap.edits.recording import AcceptFinding, DrawGrid, ExemptGround, SetParent
from gridmap.edits.redividing import NewBorders, Redivide
from gridmap.edits.rows import PutRows, SetAttributes
from gridmap.edits.setting_up import SetUpBranch, SetUpCompoundBranch, SetUpJointCompoundBranch
from gridmap.edits.shape_repairs import DropRepeatedPoints, MakeValid, MatchVertices
from gridmap.edits.splitting import SplitEqually, SplitGrid
from gridmap.edits.stages import RecordStages, Stage
from gridmap.edits.together import AsSeen, Together
from gridmap.edits.vertex_moves import AddVertex, MoveVertex, RemoveVertex
from gridmap.edits.workers import CorrectWorker, DeleteWorker, MergeWorkers
from gridmap.edits.zones import AddZone, CorrectZone, DeleteZone
from gridmap.model.edit import Edit

__all__ = [
    "AcceptFinding",
    "AddBranch",
    "AddCompound",
    "AddFacility",
    "AddVertex",
    "AddWorker",
    "AddZone",
    "ApplySuggestion",
    "AsSeen",
    "AssignGrids",
    "AssignWorker",
    "CarveGrid",
    "ClipToParent",
    "CorrectAssignments",
    "CorrectBranch",
    "CorrectBuilding",
    "CorrectCompound",
    "CorrectFacility",
    "CorrectOutline",
    "CorrectWorker",
    "CorrectZone",
    "DeleteBranch",
    "DeleteCompound",
    "DeleteFacility",
    "DeleteWorker",
    "DeleteZone",
    "DissolveGrid",
    "DrawGrid",
    "DrawGridWithin",
    "DrawOutline",
    "DropDepartment",
    "DropRepeatedPoints",
    "Edit",
    "EndAll",
    "EndAssignment",
    "EndLink",
    "ExemptDrawn",
    "ExemptGround",
    "ExtendParent",
    "FollowLine",
    "GiveBuildings",
    "GiveDrawn",
    "GiveGround",
    "GiveShape",
    "HandOver",
    "LinkBranch",
    "LinkCompound",
    "MakeValid",
    "MatchVertices",
    "MergeBranches",
    "MergeGrids",
    "MergeWorkers",
    "MoveBorder",
    "MoveGrid",
    "MoveVertex",
    "NewBorders",
    "PutCompounds",
    "PutDepartment",
    "PutRows",
    "RecordStages",
    "Redivide",
    "RemoveOutline",
    "RemoveVertex",
    "ReshapeBorder",
    "RetireGrid",
    "SetAttributes",
    "SetJoint",
    "SetParent",
    "SetUpBranch",
    "SetUpCompoundBranch",
    "SetUpJointCompoundBranch",
    "SnapDepartment",
    "SplitEqually",
    "SplitGrid",
    "Stage",
    "StandIn",
    "Together",
    "TransferGrids",
    "UnlinkBranch",
]
