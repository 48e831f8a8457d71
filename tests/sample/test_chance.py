"""Chance that can be repeated, and shares that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_data.chance import bell, pick, ranks, shares_in_groups, stream, sums, within


def test_a_part_draws_the_same_whatever_the_other_parts_drew() -> None:
    first = stream(7, "buildings").random(5)
    stream(7, "workers").random(100)
    assert (stream(7, "buildings").random(5) == first).all()
    assert (stream(7, "workers").random(5) != first).all()
    assert (stream(8, "buildings").random(5) != first).all()


def test_members_of_groups_are_numbered_from_nought() -> None:
    group, place = within([2, 0, 3])
    assert group.tolist() == [0, 0, 2, 2, 2]
    assert place.tolist() == [0, 1, 0, 1, 2]


def test_ranks_go_by_the_first_key_and_then_by_the_second() -> None:
    group = np.array([5, 5, 2, 5, 2])
    assert ranks(group, np.array([1, 0, 9, 1, 3]), np.array([2, 9, 0, 1, 0])).tolist() == [2, 0, 1, 1, 0]


def test_sums_are_taken_by_group() -> None:
    assert sums(np.array([0, 2, 2]), [1, 2, 3], 4).tolist() == [1.0, 0.0, 5.0, 0.0]


@given(
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=8),
    least=st.integers(0, 3),
    seed=st.integers(0, 10_000),
)
def test_shares_add_up_in_every_group_and_none_is_below_the_least(sizes: list[int], least: int, seed: int) -> None:
    rng = stream(seed, "shares")
    group = np.repeat(np.arange(len(sizes)), sizes)
    totals = np.array(sizes) * least + rng.integers(0, 500, len(sizes))
    shares = shares_in_groups(totals, group, 0.1 + rng.random(len(group)), least)
    assert np.bincount(group, weights=shares).astype(int).tolist() == totals.tolist()
    assert shares.min() >= least


def test_shares_follow_the_weights() -> None:
    assert shares_in_groups([100, 30], [0, 0, 1, 1], [1.0, 3.0, 1.0, 1.0]).tolist() == [25, 75, 15, 15]


def test_bell_numbers_gather_around_the_middle() -> None:
    numbers = bell(stream(1, "bell"), 20_000)
    assert -1.0 <= numbers.min() < -0.7
    assert 0.7 < numbers.max() <= 1.0
    assert np.abs(numbers.mean()) < 0.01
    assert numbers.std() == pytest.approx(1 / 3, abs=0.01)


def test_words_are_drawn_by_their_weights() -> None:
    words = pick(stream(1, "words"), ["a", "b", "c"], 3000, [1.0, 0.0, 3.0])
    assert set(words) == {"a", "c"}
    assert words.count("c") == pytest.approx(2250, abs=100)
