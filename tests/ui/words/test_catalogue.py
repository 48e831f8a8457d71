"""Sentences are read file by file as they are asked for; whoever asks for all of them gets all."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

from ui.words.catalogue import Catalogue

FILES = {
    "animals": {"cat": ("猫", "cat"), "dog": ("狗", "dog")},
    "colours": {"red": ("红", "red")},
    "words": {"yes": ("是", "yes")},
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Make a package of sentences, and forget afterwards what was imported of it."""

    def make(files=FILES) -> ModuleType:
        for name, sentences in files.items():
            (tmp_path / f"{name}.py").write_text(f"SENTENCES = {sentences!r}\n", encoding="utf-8")
        package = ModuleType("some_sentences")
        package.__path__ = [str(tmp_path)]
        monkeypatch.setitem(sys.modules, package.__name__, package)
        return package

    yield make
    for name in [name for name in sys.modules if name.startswith("some_sentences.")]:
        del sys.modules[name]


def read() -> list[str]:
    return sorted(name.removeprefix("some_sentences.") for name in sys.modules if name.startswith("some_sentences."))


def test_no_more_is_read_than_it_takes_to_find_a_key(folder):
    catalogue = Catalogue(folder(), first=["words"])
    assert read() == []
    assert catalogue["yes"] == ("是", "yes") and read() == ["words"]
    assert catalogue["dog"] == ("狗", "dog") and read() == ["animals", "words"]
    assert catalogue["cat"] == ("猫", "cat") and read() == ["animals", "words"]


def test_a_key_that_is_not_there_is_looked_for_everywhere(folder):
    catalogue = Catalogue(folder())
    assert "green" not in catalogue and read() == sorted(FILES)
    with pytest.raises(KeyError, match="green"):
        catalogue["green"]


def test_all_of_them_are_there_for_whoever_asks_for_all(folder):
    catalogue = Catalogue(folder(), more={"own": ("自己", "own")})
    assert dict(catalogue) == {"own": ("自己", "own"), **FILES["animals"], **FILES["colours"], **FILES["words"]}
    assert len(catalogue) == 5


def test_what_is_added_and_taken_away_is_that(folder):
    catalogue = Catalogue(folder())
    catalogue["blue"] = ("蓝", "blue")
    del catalogue["red"]
    assert catalogue["blue"] == ("蓝", "blue") and "red" not in catalogue


def test_a_key_in_two_files_is_a_mistake(folder):
    catalogue = Catalogue(folder({**FILES, "again": {"red": ("红", "red")}}))
    with pytest.raises(ValueError, match="red"):
        len(catalogue)


def test_jobs_that_speak_at_once_find_every_sentence(folder):
    many = {f"subject_{number:02}": {f"key-{number}": (f"第{number}", f"{number}")} for number in range(60)}
    catalogue = Catalogue(folder(many))
    keys = [f"key-{number}" for number in range(60)]
    with ThreadPoolExecutor(8) as jobs:
        found = list(jobs.map(lambda key: catalogue[key][1], [*reversed(keys), *keys]))
    assert found == [*map(str, reversed(range(60))), *map(str, range(60))]
