"""The one word for each state that a grid can be in, whoever tells it: tree, details, tables, figures, record, ledger.

Legends say the same words, a little longer where a page has to explain them (``tests/ui/words/test_states.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from gridmap.people.workload import Workload
from ui.words.labels import value_in_words
from ui.words.messages import Language

STAFFING: Final[Mapping[int, str]] = MappingProxyType(
    {
        Staffing.FULL_TIME: "staffing-full_time",
        Staffing.PART_TIME: "staffing-part_time",
        Staffing.NOBODY: "staffing-nobody",
    }
)
BRANCH: Final[Mapping[int, str]] = MappingProxyType(
    {BranchState.OWN: "branch-own", BranchState.JOINT: "branch-joint", BranchState.NONE: "branch-none"}
)
WORKLOAD: Final[Mapping[int, str]] = MappingProxyType(
    {
        Workload.UNDER: "workload-under",
        Workload.WITHIN: "workload-within",
        Workload.OVER: "workload-over",
        Workload.FAR_OVER: "workload-far-over",
    }
)


def staffing_word(state: int, language: Language) -> str:
    """Return how a grid is staffed."""
    return value_in_words(STAFFING[state], language)


def branch_word(state: int, language: Language) -> str:
    """Return how a grid is covered by a party branch."""
    return value_in_words(BRANCH[state], language)


def workload_word(state: int, language: Language) -> str:
    """Return how a grid's households compare with its standard."""
    return value_in_words(WORKLOAD[state], language)
