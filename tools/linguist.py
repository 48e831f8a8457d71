"""Hand the sentences of ui/words/sentences to Qt Linguist and take them back: one catalogue, two ways to edit it.

``python tools/linguist.py`` writes ``ui/translations/gridmap_zh_CN.ts`` and ``gridmap_en.ts`` from the catalogue;
``--read FILE.ts...`` writes what a translator has changed there back into the catalogue, and the files anew. The files
are made and not kept under version control, so that they cannot say anything else than the catalogue.

In both files the source of a message is its Chinese sentence and the message's id is the key. A translation whose
placeholders are not those of the other language is refused, since the sentence could not be filled in.
"""

from __future__ import annotations

import argparse
import ast
import re
import string
import sys
import unicodedata
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from ui.words.messages import BOTH, SENTENCES, Language

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = ROOT / "ui" / "words" / "sentences"
FOLDER: Final = ROOT / "ui" / "translations"
LOCALES: Final[dict[Language, str]] = {"zh": "zh_CN", "en": "en"}
_OPENS: Final = "SENTENCES: Final[dict[str, tuple[str, str]]] = {\n"
_WIDTH: Final = 120

Sentences = dict[str, tuple[str, str]]


class Unusable(Exception):
    """A file of translations that cannot be taken over; the message says where and why."""


def file_of(language: Language) -> Path:
    """Return the file of a language."""
    return FOLDER / f"gridmap_{LOCALES[language]}.ts"


def subjects() -> list[Path]:
    """Return the files of the catalogue that hold sentences, one to a subject."""
    return [file for file in sorted(CATALOGUE.glob("*.py")) if _OPENS in file.read_text(encoding="utf-8")]


def keys_in(file: Path) -> list[str]:
    """Return the keys of a subject in the order in which they stand there."""
    return re.findall(r'^    "([^"]+)": ', file.read_text(encoding="utf-8"), flags=re.MULTILINE)


def as_ts(language: Language, sentences: Sentences = SENTENCES) -> str:
    """Return the sentences of a language as a file of Qt Linguist (TS 2.1).

    Every subject, which is a file of the catalogue, is a context: a translator sees together what belongs together.
    """
    root = ElementTree.Element("TS", version="2.1", language=LOCALES[language], sourcelanguage="zh_CN")
    for file in subjects():
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = file.stem
        for key in keys_in(file):
            message = ElementTree.SubElement(context, "message", id=key)
            ElementTree.SubElement(message, "source").text = sentences[key][0]
            ElementTree.SubElement(message, "translation").text = sentences[key][BOTH.index(language)]
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def read_ts(path: Path) -> tuple[Language, dict[str, str]]:
    """Return the language of a file and its translations by key; those that are marked as unfinished are left out.

    Raises
    ------
    Unusable
        If it is no such file, is of another language, or has a key that the catalogue does not have.
    """
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise Unusable(f"{path}: {error}") from error
    language = next((known for known, name in LOCALES.items() if name == root.get("language")), None)
    if root.tag != "TS" or language is None:
        raise Unusable(f"{path}: no translation into {' or '.join(LOCALES.values())}")
    found: dict[str, str] = {}
    for message in root.iter("message"):
        key, translation = message.get("id", ""), message.find("translation")
        if key not in SENTENCES:
            raise Unusable(f"{path}: {key or 'a message without an id'} is not in {CATALOGUE.name}")
        if translation is not None and translation.text and translation.get("type") != "unfinished":
            found[key] = translation.text
    return language, found


def merged(files: list[Path], sentences: Sentences = SENTENCES) -> Sentences:
    """Return the sentences with the translations of files in their places.

    Raises
    ------
    Unusable
        As :func:`read_ts`, and if a translation speaks of other values than the sentence in the other language.
    """
    result = dict(sentences)
    for path in files:
        language, found = read_ts(path)
        for key, words in found.items():
            pair = list(result[key])
            pair[BOTH.index(language)] = words
            result[key] = (pair[0], pair[1])
    for key, (chinese, english) in result.items():
        if result[key] != sentences.get(key) and _values(chinese) != _values(english):
            raise Unusable(f"{key}: {_values(chinese) ^ _values(english)} in one language only")
    return result


def _values(sentence: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    except ValueError:
        return {sentence}


def with_sentences(source: str, sentences: Sentences) -> str:
    """Return the source of a subject with other sentences, formatted as the project's sources are.

    Entries that say what they said before stay as they are written.
    """
    start = source.index(_OPENS) + len(_OPENS)
    end = source.index("\n}\n", start) + 1
    entries = re.split(r'^(?=    "[^"]+": )', source[start:end], flags=re.MULTILINE)
    for place, entry in enumerate(entries):
        key = entry.partition('": ')[0].strip().removeprefix('"')
        if key in sentences and sentences[key] != SENTENCES[key]:
            entries[place] = _entry(key, *sentences[key])
    return source[:start] + "".join(entries) + source[end:]


def _entry(key: str, chinese: str, english: str) -> str:
    words = [_quoted(part) for part in (key, chinese, english)]
    line = f"    {words[0]}: ({words[1]}, {words[2]}),\n"
    if _columns(line) <= _WIDTH:
        return line
    return f"    {words[0]}: (\n        {words[1]},\n        {words[2]},\n    ),\n"


def _quoted(text: str) -> str:
    """Return a text as Python source, in double quotes unless it has some itself."""
    if '"' in text and "'" not in text:
        quoted = "'" + text.replace("\\", "\\\\").replace("\n", "\\n") + "'"
    else:
        quoted = '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"') + '"'
    assert ast.literal_eval(quoted) == text
    return quoted


def _columns(line: str) -> int:
    """Return the width of a line as formatters count it: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line.rstrip("\n"))


def main(words: list[str] | None = None) -> int:
    """Write the files, or take them back; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", nargs="+", type=Path, metavar="FILE.ts", help="take over what was edited in Linguist")
    asked = parser.parse_args(words)
    sentences = SENTENCES
    if asked.read:
        try:
            sentences = merged(asked.read)
        except Unusable as error:
            print(error, file=sys.stderr)
            return 2
        for file in subjects():
            source = file.read_text(encoding="utf-8")
            edited = with_sentences(source, sentences)
            if edited != source:
                file.write_text(edited, encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    for language in BOTH:
        file_of(language).write_text(as_ts(language, sentences), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
