"""Bytes of each format, damaged anyhow: a list is read or refused with a sentence, and the plan stays as it was."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from pathlib import Path

import pytest

from gridmap.exchange.rosters import prepare
from gridmap.exchange.tables import read_tables
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.exchange.tables.writers import PACKED, WRITERS, Page
from ui.cli.roster import roster_verb
from ui.outputs.rosters.wording import lines_of
from ui.words.messages import LANGUAGES, message_of

DAY = dt.date(2023, 5, 1)
PAGE = Page(
    [
        ["西街社区名册"],
        ["序号", "镇", "村", "网格名称", "姓名", "电话", "角色", "任职时间", "网格党支部", "户数", "备注"],
        [
            1,
            "杨舍镇",
            "西街社区",
            "第一网格",
            "张三",
            13812345601,
            "专职网格员",
            dt.date(2023, 5, 1),
            "一支部",
            300,
            "a",
        ],
        [2, None, None, "第二网格", "李四", "同上", "兼职网格员", "2023.5", "二支部", "约300", ""],
        ["合计", None, 2],
    ],
    merged=[(0, 0, 0, 10), (2, 1, 3, 1), (2, 2, 3, 2)],
)
PIECES = (
    *(b"999999999", b"<", b">", b"\xff" * 4, b'"', bytes(4), b"-1", b"1048576", b"#REF!", b"=", b"\x80", b";", b"\n"),
    *("网格".encode(), "网格".encode("gbk"), "网格".encode("utf-16-le")),
)


def damaged(data: bytes, chance: random.Random, *, in_place: bool) -> bytes:
    """Put a few wrong bytes into some, over those that are there or between them."""
    result = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(result))
        piece = chance.choice(PIECES) if chance.random() < 0.6 else bytes([chance.randrange(256)])
        result[at : at + (len(piece) if in_place else chance.randrange(8))] = piece
    return bytes(result)


def damaged_part(data: bytes, chance: random.Random) -> bytes:
    """Damage one part of a zip, which stays a whole zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice([name for name, part in parts.items() if len(part) > 4])
    parts[name] = damaged(parts[name], chance, in_place=chance.random() < 0.5)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    return out.getvalue()


def taken(plan: Plan, file: Path) -> tuple[str, list[str]]:
    """Return ``read`` or why a file was refused, and what was said; anything but a refusal raises."""
    try:
        prepared = prepare(plan, read_tables(file))
        plan.apply(prepared.change)
    except BadInput as error:
        return error.key, [message_of(error, language) for language in LANGUAGES]
    return "read", [line for language in LANGUAGES for line in lines_of(prepared, language)]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_damaged_list_is_read_or_refused_with_a_sentence_and_the_plan_stays(kind, tmp_path, place):
    whole = WRITERS[kind](tmp_path / f"whole.{kind}", PAGE).read_bytes()
    before = {name: table.copy() for name, table in place.tables.items()}
    outcomes = set()
    for seed in range(40):
        chance = random.Random(seed)
        broken = tmp_path / f"{seed}.{kind}"
        inside = kind in PACKED and chance.random() < 0.8
        in_place = kind == "xls" or chance.random() < 0.5
        broken.write_bytes(damaged_part(whole, chance) if inside else damaged(whole, chance, in_place=in_place))
        outcome, said = taken(place, broken)
        outcomes.add(outcome)
        assert all(said) and not any(sentence.startswith(f"{outcome} ") for sentence in said), seed
    assert "read" in outcomes  # else nothing but the outermost layer would have been tried
    assert all(place.tables[name].equals(table) for name, table in before.items())


@pytest.mark.parametrize("kind", WRITERS)
def test_the_project_stays_as_it_was_if_a_list_cannot_be_read(kind, tmp_path, place):
    from click.testing import CliRunner

    from ui.program import command_line

    project = tmp_path / "p.gpkg"
    Project.create(project, place).close()
    before = project.read_bytes()
    good = WRITERS[kind](tmp_path / f"good.{kind}", PAGE)
    bad = tmp_path / f"bad.{kind}"
    bad.write_bytes(
        good.read_bytes()[: good.stat().st_size // 3] if kind not in ("csv", "tsv") else b"\x00\x01\x02" * 99
    )
    words = [roster_verb.name, str(project), str(good), str(bad)]
    result = CliRunner().invoke(command_line, words, env={"GRIDMAP_LANG": "en"})
    if result.exit_code == 0:  # what is left of a page or of XML may be a table still
        assert kind in ("html", "xml")
        return
    assert result.exit_code == 2 and "Traceback" not in result.output and bad.name in result.stderr
    assert project.read_bytes() == before
    assert sorted(file.name for file in Path(tmp_path).iterdir()) == sorted([bad.name, good.name, "p.gpkg"])
