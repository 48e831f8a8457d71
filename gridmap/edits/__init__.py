"""Edits: one file for each change that a user can make; each is a value that says what it would do."""

from __future__ import annotations

from gridmap.edits.base import Edit
from gridmap.edits.rows import PutRows, SetAttributes

__all__ = ["Edit", "PutRows", "SetAttributes"]
