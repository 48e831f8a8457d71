"""Edits: one file for each change that a user can make; each is a value that says what it would do."""

from __future__ import annotations

from gridmap.edits.base import Edit
from gridmap.edits.ground import ClipToParent, ExtendParent, GiveGround
from gridmap.edits.people import AddWorker, AssignWorker, EndAssignment, LinkBranch, SetJoint, UnlinkBranch
from gridmap.edits.recording import AcceptFinding, DrawGrid, ExemptGround
from gridmap.edits.rows import PutRows, SetAttributes
from gridmap.edits.vertices import MakeValid, MatchVertices

__all__ = [
    "AcceptFinding",
    "AddWorker",
    "AssignWorker",
    "ClipToParent",
    "DrawGrid",
    "Edit",
    "EndAssignment",
    "ExemptGround",
    "ExtendParent",
    "GiveGround",
    "LinkBranch",
    "MakeValid",
    "MatchVertices",
    "PutRows",
    "SetAttributes",
    "SetJoint",
    "UnlinkBranch",
]
