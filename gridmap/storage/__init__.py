"""The project file: one GeoPackage that holds the plan, its scheme and the journal of every edit.

Other modules use :class:`gridmap.project.Project` and :mod:`gridmap.project.drafts`, not this package.
"""

from __future__ import annotations

from gridmap.storage.draft_mark import DraftMark
from gridmap.storage.journal import HistoryEntry
from gridmap.storage.lock import Holder

__all__ = ["DraftMark", "HistoryEntry", "Holder"]
