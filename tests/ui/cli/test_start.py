"""What the command line loads before it says its version or its help, so that both come at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FRAME = {
    "gridmap",
    "gridmap.model",
    "gridmap.model.plain_text",
    "ui",
    "ui.cli",
    "ui.cli.frame",
    "ui.cli.terminal",
    "ui.open_verb",
    "ui.program",
    "ui.words",
    "ui.words.catalogue",
    "ui.words.languages",
    "ui.words.messages",
    "ui.words.sentences",
}
SLOW = {"ctypes", "dataclasses", "inspect", "pathlib", "shutil", "traceback"}
"""Of Python's own modules those that take a millisecond or more; click loads one of them."""


def loaded(*words: str, exit_code: int = 0) -> tuple[set[str], set[str], set[str]]:
    """Return what a run of the command line loads: modules of ours, packages of others, slow ones of Python."""
    code = """
import sys
bare = {*sys.modules}
from ui.program import main
try:
    main()
except SystemExit:
    pass
print()
print(*sorted({*sys.modules} - bare))
"""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == exit_code, done.stderr
    names = set(done.stdout.splitlines()[-1].split())
    ours = {name for name in names if name.split(".")[0] in ("gridmap", "layers", "sample_data", "ui")}
    tops = {name.split(".")[0] for name in names - ours}
    return ours, tops - {*sys.stdlib_module_names, "org"}, tops & SLOW


def test_the_version_is_told_without_a_verb_a_sentence_or_a_library_but_click():
    ours, others, slow = loaded("--version")
    assert ours == FRAME
    assert others == {"click"}
    assert slow == {"inspect"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_of_a_verb_reads_the_file_of_that_verb(language):
    ours, others, _ = loaded("history", "--help", "--lang", language)
    assert ours - FRAME == {
        "ui.cli.help_page",
        "ui.cli.history",
        "ui.cli.project",
        "ui.words.history_lines",
        "ui.words.sentences.command_line",
    }
    assert others == {"click"}


def test_the_help_is_there_without_a_library_but_click():
    ours, others, _ = loaded("--help")
    assert others == {"click"}
    light = ("gridmap.model.", "ui.cli.", "ui.outputs", "ui.words.")
    assert [name for name in sorted(ours - FRAME) if not name.startswith(light)] == []
    assert not any(name.startswith("ui.words.sentences.w") for name in ours)  # those of the window


@pytest.mark.parametrize("verb", ["check", "fix"])
def test_nothing_is_read_of_sentences_and_figures_but_what_a_check_or_a_fix_says(verb, faulty):
    ours, _, _ = loaded(verb, str(faulty), exit_code=1)
    read = {name.rpartition(".")[2] for name in ours if name.startswith("ui.words.sentences.")}
    assert read <= {"columns", "command_line", "common", "fixes", "indicators", "rules"}
    assert "gridmap.indicators.roads" not in ours  # no indicator of the scheme asks how far something is
    if verb == "fix":  # a check tells of units that lack something
        assert not [name for name in ours if name.startswith("gridmap.figures")]


@pytest.mark.parametrize(("before", "left_alone"), [("", True), ("sys.modules['PySide6'] = sys", False)])
def test_at_the_end_nothing_is_taken_apart_piece_by_piece_unless_qt_is_there(before, left_alone):
    code = f"""
import atexit, gc, sys
atexit.register(lambda: print(gc.get_freeze_count() > 0))  # the first to ask is the last to be told
{before}
from ui.program import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == str(left_alone)


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize(("words", "exit_code"), [(["--version"], 0), (["no-such-verb"], 2)])
def test_the_program_is_left_at_once_with_its_code_unless_somebody_asked_before_it(words, exit_code, asked_before):
    code = f"""
import atexit, os
{"atexit.register(print, 'told')" if asked_before else ""}
left = os._exit
os._exit = lambda code: (os.write(1, b"left"), left(code))
from ui import program
verbs = program.command_line
program.command_line = lambda: (atexit.register(print, "told too"), verbs())
program.main()
"""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == exit_code
    assert done.stdout.splitlines()[-2:] == ["told too", "told" if asked_before else "left"]
    assert "gridmap" in done.stdout + done.stderr


@pytest.mark.parametrize(("chosen", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
def test_numpy_starts_no_threads_that_nobody_asked_for(chosen, threads):
    code = """
import atexit, os
atexit.register(lambda: print(os.environ["OPENBLAS_NUM_THREADS"]))
from ui.program import main
main()
"""
    free = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    words = [sys.executable, "-c", code, "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env={**free, **chosen})
    assert done.stdout.splitlines()[-1] == threads


@pytest.mark.parametrize("verb", ["check", "fix"])
def test_a_file_is_looked_at_before_what_opens_it_is_imported(verb, sound):
    code = """
import sys
from gridmap.storage import early_look
begun = early_look.begin
def begin(path):
    print(path.name, "pandas" in sys.modules)
    begun(path)
    early_look._begun[str(path)]._thread.join()
early_look.begin = begin
early_look.EarlyLook.answers = lambda self, answers=early_look.EarlyLook.answers: print(answers(self)) or answers(self)
from ui.program import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code, verb, sound], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[:2] == [f"{sound.name} False", "True"]
