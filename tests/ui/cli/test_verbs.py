"""A verb is a file: it is found by standing in the folder, and its place in the list is its own."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ui.cli
from ui.program import command_line


def test_every_file_with_a_verb_is_on_the_command_line_in_the_order_of_a_days_work():
    assert list(command_line.commands) == [
        "demo", "sample", "schemes", "import", "roster", "check", "fix", "divide", "divide-layer", "departments",
        "stats", "branches", "items", "vacancies", "staffing", "workload", "suggest", "history", "rescue", "draft",
        "compare", "export", "forget", "open",
    ]  # fmt: skip
    without = {"frame", "help_page", "many", "office", "project", "terminal", "trends"}
    homes = {verb.callback.__module__.rpartition(".")[2] for verb in command_line.commands.values()} - {"open_verb"}
    assert homes == {found.name for found in pkgutil.iter_modules(ui.cli.__path__)} - without


@pytest.mark.parametrize("verb", [name for name in command_line.commands if name != "open"])
def test_a_verb_is_found_by_the_name_of_its_file_without_reading_the_others(verb):
    verbs = ui.cli.Verbs()
    assert verbs[verb] is command_line.commands[verb]
    assert verbs.read == {command_line.commands[verb].callback.__module__.rpartition(".")[2]}


def test_a_verb_that_is_not_there_is_looked_for_in_every_file():
    verbs = ui.cli.Verbs()
    assert verbs.get("no-such-verb") is None
    assert verbs.read == {found.name for found in pkgutil.iter_modules(ui.cli.__path__)}


def test_the_design_promises_nothing_that_cannot_be_called():
    page = (Path(__file__).parents[3] / "docs" / "design.md").read_text(encoding="utf-8")
    part = page.partition("## The command line")[2].partition("**Planned")[0]
    lines = re.findall(r"^    .*$", part, flags=re.MULTILINE)
    verb, told = "", set()
    for line in lines:
        for call in re.split(r"(?=gridmap [a-z])", line):
            named = re.match(r"gridmap ([a-z-]+) *[A-Z\[-]", call)
            verb = named[1] if named else verb
            told.add(verb)
            for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", call):
                have = [name for param in command_line.commands[verb].params for name in param.opts]
                assert option in have or call.strip().endswith("truth.json"), (verb, option)
    assert told - {""} == set(command_line.commands)


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
