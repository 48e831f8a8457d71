"""Every action of the list is done by one part of the window, and no part does anything that is not in the list."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from ui.window.actions import ACTIONS, MENUS, ActionSpec, choosing
from ui.window.main_window import MainWindow


def test_the_key_of_an_action_is_its_own() -> None:
    assert max(Counter(spec.key for spec in ACTIONS).values()) == 1
    assert {spec.menu for spec in ACTIONS} == set(MENUS)


def test_every_action_has_one_callable_and_every_callable_an_action(window: MainWindow) -> None:
    assert window.menus.doing.keys() == {spec.key for spec in ACTIONS} == window.menus.actions.keys()
    assert all(callable(do) for do in window.menus.doing.values())


def test_no_two_parts_do_the_same_and_none_does_what_is_not_in_the_list(window: MainWindow) -> None:
    with pytest.raises(ValueError, match="undo"):
        window.menus.register({"undo": window.session.undo})
    with pytest.raises(KeyError, match="fly"):
        window.menus.register({"fly": window.session.undo})


def test_no_action_names_what_it_does_in_a_string() -> None:
    assert "does" not in {field.name for field in fields(ActionSpec)}


def test_each_of_a_group_chooses_its_own_argument() -> None:
    chosen: list[str] = []
    for do in choosing("language", chosen.append).values():
        do()
    assert chosen == ["zh", "en"]


def test_an_action_that_is_triggered_is_done_once(window: MainWindow) -> None:
    window.actions_by_key["english"].trigger()
    assert window.words.language == "en" and window.actions_by_key["english"].isChecked()
    shown = window.settings.overview
    window.actions_by_key["overview"].trigger()
    assert window.settings.overview is not shown
