"""A third language is one folder: found by being there, offered by its name, English where it says nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ui.words import languages
from ui.words.messages import BOTH, LANGUAGES, SENTENCES, text


@pytest.fixture
def esperanto(tmp_path) -> Path:
    """A folder of languages with a translation that has hardly begun, and partly fallen behind."""
    folder = tmp_path / "languages" / "eo"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Esperanto."""\n\nNAME = "Esperanto"\n', encoding="utf-8")
    (folder / "window.py").write_text(
        'SENTENCES = {"action-undo": "Malfari", "menu-file": "Dosiero", "action-gone": "For"}\n', encoding="utf-8"
    )
    (folder / "command_line.py").write_text(
        'SENTENCES = {"cli-written": "Skribita: {file}", "cli-opening": "Malfermas {project}",'
        ' "said-between": " kaj ", "help-check": "Kontroli projekton."}\n',
        encoding="utf-8",
    )
    return folder.parent


def run(folder: Path, statements: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What a fresh Python makes of statements, with the folder beside those that the program brings."""
    script = f"import ui.words.languages\nui.words.languages.__path__.append({str(folder)!r})\n{statements}"
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_the_command_line_speaks_it(esperanto):
    said = run(esperanto, "from ui.program import main\nmain()", "check", "--help", "--lang", "eo")
    assert said.returncode == 0, said.stderr
    assert "Kontroli projekton." in said.stdout
    assert text("help-scope", "en") in " ".join(said.stdout.split())  # what it lacks is said in English
    assert "zh|en|eo" in said.stdout


def test_a_language_that_is_not_there_is_refused_with_those_that_are(esperanto):
    said = run(esperanto, "from ui.program import main\nmain()", "check", "--help", "--lang", "tlh")
    assert said.returncode == 2
    assert "eo" in said.stderr


def test_the_menu_of_the_window_offers_it_by_its_own_name_and_the_window_speaks_it(esperanto, tmp_path):
    code = f"""
import os
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
app = QApplication([])
from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
settings = Settings(Path({str(tmp_path / "settings.ini")!r}))
window = MainWindow(settings, Words("en"))
action = window.actions_by_key["language-eo"]
print(action.text())
action.trigger()
print(window.words.language, settings.language, window.actions_by_key["undo"].text(), action.isChecked())
print(window.words("action-redo"), window.words("cli-opening", file="a"))
window.close()
"""
    said = run(esperanto, code)
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines() == ["Esperanto", "eo eo Malfari True", "Redo Opening a"]


def test_what_has_fallen_behind_is_found_and_said_in_english(esperanto, monkeypatch):
    monkeypatch.setattr(languages, "__path__", [str(esperanto)])
    for name in [name for name in sys.modules if name.startswith("ui.words.languages.")]:
        monkeypatch.delitem(sys.modules, name)
    assert languages.codes() == ("eo",)
    assert languages.name_of("eo") == "Esperanto"
    assert languages.unusable("eo", SENTENCES) == ["action-gone", "cli-opening"]
    assert languages.sentences_of("eo", SENTENCES) == {
        "action-undo": "Malfari",
        "menu-file": "Dosiero",
        "cli-written": "Skribita: {file}",
        "said-between": " kaj ",
        "help-check": "Kontroli projekton.",
    }


def test_a_key_in_two_files_of_a_language_is_a_mistake(esperanto, monkeypatch):
    (esperanto / "eo" / "again.py").write_text('SENTENCES = {"action-undo": "Malfaru"}\n', encoding="utf-8")
    monkeypatch.setattr(languages, "__path__", [str(esperanto)])
    for name in [name for name in sys.modules if name.startswith("ui.words.languages.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ValueError, match="action-undo"):
        languages.sentences_of("eo", SENTENCES)


@pytest.mark.parametrize("code", [*languages.codes(), *BOTH])
def test_every_language_that_comes_along_is_up_to_date(code):
    assert code in LANGUAGES
    assert code in BOTH or not languages.unusable(code, SENTENCES)
