"""Nothing in the sources writes a file but through the door, :mod:`gridmap.storage.whole_files`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WRITES = frozenset(
    {
        *("write_text", "write_bytes", "tofile", "NamedTemporaryFile", "mkstemp", "copyfileobj", "copyfile", "copy2"),
        *("to_file", "to_csv", "to_excel", "to_parquet", "write_dataframe", "Workbook", "imwrite"),
        *("QFile", "QSaveFile", "QTemporaryFile", "QPdfWriter", "QPrinter", "QSvgGenerator", "QImageWriter"),
        *("setFileName", "symlink_to", "hardlink_to", "unlink", "rmtree", "rmdir"),
    }
)
"""Names of calls that make, fill or remove a file, whoever they are called on."""

WRITES_OF_A_PATH = frozenset({"replace", "remove", "rename", "dump", "move", "touch", "truncate", "link", "backup"})
"""Names that mean the same only where they are called on a path, or are functions of a module that deals with files."""

ALLOWED = {
    # the door itself, and the project file, which takes the same steps by rules of its own
    "gridmap/storage/beside.py": "open os.open replace link unlink rmdir rmtree",
    "gridmap/storage/whole_files.py": "open write_bytes",
    "gridmap/storage/file.py": "unlink backup",
    # a lock is made in one step and goes with its process; a draft goes when it is asked for, an import if it fails
    "gridmap/storage/lock.py": "os.open rename unlink",
    "gridmap/project/drafts.py": "unlink",
    "ui/cli/importing.py": "unlink",
    "ui/wizards/target.py": "unlink",
    # to the place that the door has given
    "ui/outputs/ledger/geodata.py": "open write_bytes write_text write_dataframe",
    "ui/outputs/ledger/workbook.py": "Workbook",
    "ui/outputs/record/document.py": "save",
    "ui/outputs/briefing_text.py": "save",
    "ui/outputs/registration.py": "save",
    "ui/outputs/word.py": "save",
    "ui/outputs/paper/atlas.py": "write_bytes",
    "ui/outputs/findings/geopackage.py": "to_file",
    "ui/outputs/department_layers.py": "to_file",
    "ui/outputs/findings/many.py": "Workbook to_file",
    "ui/outputs/findings/workbook.py": "Workbook",
    "ui/outputs/rosters/bad_rows.py": "Workbook",
    "ui/outputs/rosters/forms.py": "Workbook",
    "ui/outputs/zones.py": "write_dataframe",
    # into memory, to the standard output, into a folder of the system's for what is unpacked, into the log of crashes
    "ui/outputs/paper/hands.py": "dump",  # to another process
    "ui/outputs/paper/joined.py": "save",
    "ui/outputs/paper/page.py": "QImageWriter QPdfWriter QSvgGenerator",
    "ui/dialogs/keys_sheet.py": "QPdfWriter",
    "ui/panels/state_rows.py": "save",
    "ui/outputs/slides/chart_data.py": "Workbook",
    "ui/outputs/slides/deck.py": "save",
    "ui/outputs/findings/json.py": "dump",
    "gridmap/exchange/opening.py": "write_bytes copyfile",
    "gridmap/exchange/archives.py": "open",
    "ui/cli/frame.py": "os.open",
    "ui/look/crash_log.py": "write_text",
    # to a printer: into a file it goes as an export does
    "ui/dialogs/printing.py": "QPrinter",
    # settings and tiles that are kept, in folders of the user that only the user can read
    "gridmap/storage/results.py": "unlink rmtree",
    "ui/session/settings.py": "os.open",
    "ui/session/recent_pictures.py": "QImageWriter unlink",
    "ui/canvas/base_map/tile_cache.py": "mkstemp unlink rmtree",
}
"""What writes itself, and by which calls."""


def sources() -> list[Path]:
    return sorted(path for package in ("gridmap", "layers", "ui") for path in (ROOT / package).rglob("*.py"))


def writing_calls(path: Path) -> Iterator[str]:
    """Yield the name of every call in a source that may write to a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    paths = _names_of_paths(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        writes = (
            name in WRITES
            or (name in WRITES_OF_A_PATH and owner in {"os", "shutil", "json", "pickle", "connection"} | paths)
            or (name == "open" and set(_mode(node)) & set("wax+"))
            or (name == "save" and node.args)
        )
        if writes:
            yield name
        elif (owner, name) == ("os", "open"):
            yield "os.open"


def _names_of_paths(tree: ast.AST) -> set[str]:
    """Return names that are declared as paths, and of what is written beside."""
    declared = {
        node.arg if isinstance(node, ast.arg) else node.target.id
        for node in ast.walk(tree)
        if (isinstance(node, ast.arg) or (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)))
        and node.annotation is not None
        and "Path" in ast.unparse(node.annotation)
    }
    return declared | {"path", "place", "file", "written", "aside", "beside"}


def _mode(call: ast.Call) -> str:
    """Return the mode in which a call of ``open`` opens, as far as it is written there."""
    at = 1 if isinstance(call.func, ast.Name) else 0
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] + call.args[at : at + 1]
    return next((one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def test_no_source_writes_a_file_but_through_the_door():
    found = {path.relative_to(ROOT).as_posix(): set(writing_calls(path)) for path in sources()}
    assert len(found) > 700
    writing = {name: calls for name, calls in found.items() if calls}
    assert writing == {name: set(calls.split()) for name, calls in ALLOWED.items()}, "use gridmap.storage.whole_files"


@pytest.mark.parametrize(
    "line",
    [
        "open('a', 'w')",
        "Path('a').open('ab')",
        "open(a, mode='x')",
        "path.write_text('')",
        "frame.to_file(path)",
        "QSaveFile('a')",
        "image.save(name)",
        "os.replace(a, b)",
        "json.dump(a, b)",
        "path.unlink()",
        "xlsxwriter.Workbook(path)",
    ],
)
def test_the_search_finds_what_writes(tmp_path, line):
    (tmp_path / "a.py").write_text(line, encoding="utf-8")
    assert list(writing_calls(tmp_path / "a.py"))


@pytest.mark.parametrize("line", ["open('a')", "painter.save()", "text.replace('a', 'b')", "replace(plan, a=1)"])
def test_the_search_passes_what_does_not(tmp_path, line):
    (tmp_path / "a.py").write_text(line, encoding="utf-8")
    assert not list(writing_calls(tmp_path / "a.py"))
