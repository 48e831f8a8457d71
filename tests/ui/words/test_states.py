"""One word for one state: legends begin with the word that tree, tables, figures and record have."""

from __future__ import annotations

import pytest

from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from gridmap.people.workload import Workload
from ui.words.messages import BOTH, Language, text
from ui.words.states import BRANCH, STAFFING, WORKLOAD, branch_word, staffing_word, workload_word

LEGENDS = {
    ("legend-staffing-full-time", Staffing.FULL_TIME, staffing_word),
    ("legend-staffing-part-time", Staffing.PART_TIME, staffing_word),
    ("legend-staffing-nobody", Staffing.NOBODY, staffing_word),
    ("legend-branches-own", BranchState.OWN, branch_word),
    ("legend-branches-joint", BranchState.JOINT, branch_word),
    ("legend-branches-none", BranchState.NONE, branch_word),
    ("legend-workload-under", Workload.UNDER, workload_word),
    ("legend-workload-lower-half", Workload.WITHIN, workload_word),
    ("legend-workload-upper-half", Workload.WITHIN, workload_word),
    ("legend-workload-over", Workload.OVER, workload_word),
    ("legend-workload-far-over", Workload.FAR_OVER, workload_word),
}


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(("key", "state", "word"), sorted(LEGENDS, key=lambda one: one[0]))
def test_a_legend_has_the_word_of_the_tables(key: str, state: int, word, language: Language) -> None:
    assert text(key, language).lower().startswith(word(state, language))


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(("states", "words", "word"), [
    (Staffing, STAFFING, staffing_word), (BranchState, BRANCH, branch_word), (Workload, WORKLOAD, workload_word),
])  # fmt: skip
def test_every_state_has_a_word_of_its_own(states, words, word, language: Language) -> None:
    assert set(words) == set(states)
    assert len({word(state, language) for state in states}) == len(states)


def test_a_finding_is_accepted_under_one_word() -> None:
    assert all("认可" in text(key, "zh", **values) for key, values in (
        ("findings-accept", {}), ("findings-accepted", {}), ("fix-accept", {}), ("findings-reason", {}),
        ("reason-missing", {}), ("change-accept-finding", {"rule": "gap", "reason": "x"}),
    ))  # fmt: skip
