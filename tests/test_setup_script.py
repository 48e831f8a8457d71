"""tools/setup.sh installs what is lacking as root, prints the one line to run without root, and else says nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ["libegl1", "libgl1", "libopengl0", "libglib2.0-0", "libxkbcommon0", "libdbus-1-3", "libfontconfig1"]
PICTURE += ["libgssapi-krb5-2", "fonts-noto-cjk"]

pytestmark = pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="the script acts on Debian only")


class Machine:
    """A copy of the script in a folder of its own, with programs that answer as another machine would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        self.programs = folder / "programs"
        self.asked = folder / "apt-get.txt"
        (self.folder / "tools").mkdir(parents=True)
        self.programs.mkdir()
        for file in ("tools/setup.sh", "setup.cfg", "pyproject.toml"):
            shutil.copy(ROOT / file, self.folder / file)
        self.program("apt-get", f'echo "$@" >> {self.asked}')

    def program(self, name: str, body: str) -> None:
        file = self.programs / name
        file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        file.chmod(0o755)

    def user(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def has_packages(self, *names: str) -> None:
        self.program("dpkg-query", "printf '%s' '" + "".join(f"installed:{name} " for name in names) + "'")

    def has_gridmap_installed(self) -> None:
        (self.folder / ".venv" / "bin").mkdir(parents=True)
        gridmap = self.folder / ".venv" / "bin" / "gridmap"
        gridmap.write_text("#!/bin/sh\n", encoding="utf-8")
        gridmap.chmod(0o755)
        stamp = "{ pwd; cat setup.cfg pyproject.toml; } | cksum > .venv/.installed-run; cp .venv/.installed-{run,test}"
        subprocess.run(["bash", "-c", stamp], cwd=self.folder, check=True)

    def setup(self, what: str = "run") -> subprocess.CompletedProcess[str]:
        path = f"{self.programs}{os.pathsep}/usr/bin{os.pathsep}/bin"
        return subprocess.run(
            ["bash", "tools/setup.sh", what],
            cwd=self.folder,
            env={"PATH": path, "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def apt_lines(self) -> list[str]:
        return self.asked.read_text(encoding="utf-8").splitlines() if self.asked.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.has_gridmap_installed()
    machine.user(0)
    return machine


def test_a_machine_that_lacks_nothing_is_left_alone(machine):
    machine.has_packages(*PICTURE)
    done = machine.setup()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.apt_lines() == []


def test_the_names_since_debian_13_count(machine):
    machine.has_packages(*(f"{name}t64" if name == "libglib2.0-0" else name for name in PICTURE))
    assert machine.setup().stderr == ""


def test_root_gets_exactly_what_is_lacking(machine):
    machine.has_packages(*(name for name in PICTURE if name not in {"libegl1", "fonts-noto-cjk"}))
    assert machine.setup().returncode == 0
    update, install = machine.apt_lines()
    assert update.startswith("update")
    assert install.endswith(" libegl1 fonts-noto-cjk")


def test_without_root_the_one_line_is_printed_and_work_goes_on(machine):
    machine.user(1000)
    machine.has_packages(*PICTURE[1:])
    done = machine.setup()
    assert done.returncode == 0
    assert machine.apt_lines() == []
    [line] = [line for line in done.stderr.splitlines() if "sudo" in line]
    assert line.endswith("install -y --no-install-recommends libegl1")


def test_packages_that_cannot_be_had_do_not_stop_it_and_apt_is_quoted(machine):
    machine.has_packages()
    machine.program("apt-get", "echo 'E: no network'; exit 100")
    done = machine.setup()
    assert done.returncode == 0
    assert "E: no network" in done.stderr


def test_without_a_new_enough_python_it_stops_and_says_what_to_do(machine):
    shutil.rmtree(machine.folder / ".venv")
    machine.has_packages(*PICTURE)
    for name in ("python3.11", "python3.12", "python3.13", "python3", "python"):
        machine.program(name, "exit 1")
    done = machine.setup()
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr and "sudo apt-get install -y python3 python3-venv" in done.stderr


def test_tests_want_the_independent_reader_too(machine):
    machine.has_packages(*PICTURE)
    machine.setup("test")
    assert machine.apt_lines()[-1].endswith(" gdal-bin python3-gdal chromium")


def test_an_unknown_purpose_is_wrong_usage(machine):
    assert machine.setup("everything").returncode == 2
