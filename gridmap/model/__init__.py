"""The vocabulary that everything else speaks: scheme, tables, plan, change and edit."""

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.change import Change, Rows
from gridmap.model.edit import Edit
from gridmap.model.plan import Plan

__all__ = ["BoolArray", "Change", "Edit", "FloatArray", "IntArray", "Plan", "Rows", "ShapeArray"]
