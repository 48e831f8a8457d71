"""What one planted defect may claim, so that no other is planted on the same row."""

from __future__ import annotations

from typing import Final

SHAPE: Final = "shape"
"""Claimed of a grid whose number of parts or validity is at stake."""

GROUND: Final = "ground"
"""Claimed of a grid that loses its ground, or its place in the family."""

HOUSEHOLDS: Final = "households"
"""Claimed of a grid whose number of households is changed or counts."""

CODE: Final = "code"
"""Claimed of a grid whose code, name or parent is changed or compared."""

WORKERS: Final = "workers"
"""Claimed of a grid whose staff is changed or counts."""

WORKER: Final = "worker"
"""Claimed of a worker who is changed or counts."""

BRANCHES: Final = "branches"
"""Claimed of a grid whose links to branches are changed or count."""

JOINT: Final = "joint"
"""Claimed of a grid that a planted joint branch serves."""

BRANCH: Final = "branch"
"""Claimed of a branch that is changed or counts."""
