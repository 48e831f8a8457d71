"""A translator's way through Qt Linguist: out of the catalogue, back into it, and nothing lost on the way."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from ui.words.messages import BOTH, SENTENCES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tool(tmp_path, monkeypatch) -> ModuleType:
    """The tool, working on a copy of the catalogue."""
    spec = importlib.util.spec_from_file_location("linguist", ROOT / "tools" / "linguist.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "CATALOGUE", Path(shutil.copytree(module.CATALOGUE, tmp_path / "words")))
    monkeypatch.setattr(module, "FOLDER", tmp_path / "translations")
    return module


def sentences_in(folder: Path) -> dict[str, tuple[str, str]]:
    found = {}
    for path in folder.glob("*.py"):
        if "SENTENCES: Final[dict" not in path.read_text(encoding="utf-8"):
            continue
        spec = importlib.util.spec_from_file_location("edited", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= module.SENTENCES
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.py")}


def edit(path: Path, key: str, words: str, **attributes: str) -> None:
    """Do what Linguist does: write a translation and keep the rest."""
    tree = ElementTree.parse(path)
    [translation] = [m.find("translation") for m in tree.iter("message") if m.get("id") == key]
    translation.text = words
    translation.attrib.update(attributes)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def test_every_sentence_goes_out_and_comes_back(tool):
    assert tool.main([]) == 0
    for place, language in enumerate(BOTH):
        spoken, found = tool.read_ts(tool.file_of(language))
        assert spoken == language
        assert found == {key: pair[place] for key, pair in SENTENCES.items()}
    before = files_of(tool.CATALOGUE)
    assert tool.main(["--read", *(str(tool.file_of(language)) for language in BOTH)]) == 0
    assert files_of(tool.CATALOGUE) == before


def test_every_subject_is_a_context(tool):
    tool.main([])
    for language in BOTH:
        root = ElementTree.parse(tool.file_of(language)).getroot()
        contexts = {context.findtext("name"): context.findall("message") for context in root.iter("context")}
        assert set(contexts) == {path.stem for path in tool.CATALOGUE.glob("*.py") if path.stem != "__init__"}
        assert all(contexts.values())
        keys = [message.get("id") for messages in contexts.values() for message in messages]
        assert sorted(keys) == sorted(SENTENCES)


def test_what_a_translator_changes_is_in_the_catalogue(tool):
    tool.main([])
    file = tool.file_of("en")
    edit(file, "action-undo", 'Take "it" back')
    edit(file, "cli-written", "Here it is, in a sentence so long that it needs a line of its own to stand on: {file}")
    assert tool.main(["--read", str(file)]) == 0
    changed = sentences_in(tool.CATALOGUE)
    assert changed["action-undo"] == (SENTENCES["action-undo"][0], 'Take "it" back')
    assert changed["cli-written"][1].endswith("on: {file}")
    others = {key: pair for key, pair in changed.items() if key not in ("action-undo", "cli-written")}
    assert others == {key: pair for key, pair in SENTENCES.items() if key in others}
    assert tool.read_ts(file)[1]["action-undo"] == 'Take "it" back'


def test_what_is_unfinished_stays_as_it_was(tool):
    tool.main([])
    edit(tool.file_of("en"), "action-undo", "Tak", type="unfinished")
    assert tool.main(["--read", str(tool.file_of("en"))]) == 0
    assert sentences_in(tool.CATALOGUE) == SENTENCES


@pytest.mark.parametrize("words", ["Written", "Written: {name}", "Written: {file"])
def test_a_translation_that_speaks_of_other_values_is_refused(tool, capsys, words):
    tool.main([])
    before = files_of(tool.CATALOGUE)
    edit(tool.file_of("en"), "cli-written", words)
    assert tool.main(["--read", str(tool.file_of("en"))]) == 2
    assert "cli-written" in capsys.readouterr().err
    assert files_of(tool.CATALOGUE) == before


@pytest.mark.parametrize("text", ["", "<TS/>", '<TS language="fr"/>'])
def test_what_is_no_translation_is_refused(tool, capsys, tmp_path, text):
    (tmp_path / "a.ts").write_text(text, encoding="utf-8")
    assert tool.main(["--read", str(tmp_path / "a.ts")]) == 2
    assert "a.ts" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("lrelease"), reason="Qt's own tools are not installed")
def test_qt_reads_the_files(tool):
    tool.main([])
    for language in BOTH:
        made = subprocess.run(["lrelease", str(tool.file_of(language))], capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        assert f"{len(SENTENCES)} finished and 0 unfinished" in made.stdout
