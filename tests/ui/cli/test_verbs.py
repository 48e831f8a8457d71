"""A verb is a file: it is found by standing in the folder, and its place in the list is its own."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import ui.cli
from ui.program import command_line


def test_every_file_with_a_verb_is_on_the_command_line_in_the_order_of_a_days_work():
    assert list(command_line.commands) == [
        "demo", "sample", "import", "check", "fix", "stats", "history", "rescue", "draft", "compare", "export",
        "forget", "open",
    ]  # fmt: skip
    without = {"frame", "project", "terminal"}
    homes = {verb.callback.__module__.rpartition(".")[2] for verb in ui.cli.verbs()}
    assert homes == {found.name for found in pkgutil.iter_modules(ui.cli.__path__)} - without


def test_a_file_is_enough_for_a_new_verb(tmp_path):
    (tmp_path / "greet.py").write_text(
        "import click\n"
        "from ui.cli.frame import Verb\n"
        "@click.command('check-in', cls=Verb, place=45)\n"
        "def greet_verb():\n"
        "    print('good morning')\n",
        encoding="utf-8",
    )
    code = (
        f"import ui.cli\nui.cli.__path__.append({str(tmp_path)!r})\n"
        "from ui.program import command_line, main\nprint(*command_line.commands)\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code, "check-in"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names, said = done.stdout.splitlines()
    assert said == "good morning" and " check check-in fix " in names
