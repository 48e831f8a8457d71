"""How the command line behaves whatever the verb: its language, its help, its exit codes, and what it says of errors.

Exit codes
    0    done, and nothing of severity error was found
    1    errors were found
    2    bad input or usage
    3    GridMap itself failed; a log file was written
    130  interrupted
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import click

from ui.cli.terminal import Terminal
from ui.words.messages import LANGUAGES, Language, message_of, preferred_language

DONE: Final = 0
FOUND: Final = 1
BAD_INPUT: Final = 2
FAILED: Final = 3
INTERRUPTED: Final = 130

PROFILES: Final = ("public", "briefing", "internal")
"""Those of :mod:`gridmap.people.privacy`, which takes longer to import than ``--help`` may."""


class Argument(click.Argument):
    """An argument with a sentence that says what it is, by key."""

    def __init__(self, declarations: Sequence[str], *, describe: str, **attributes: Any) -> None:
        super().__init__(declarations, **attributes)
        self.describe = describe

    def help_line(self, ctx: click.Context) -> tuple[str, str]:
        """Return the argument's name and what it is, in the language of the terminal."""
        return self.make_metavar(ctx), terminal_of(ctx).text(self.describe)


class Option(click.Option):
    """An option whose sentence of help speaks of values, which are looked up when help is asked for."""

    def __init__(self, declarations: Sequence[str], *, values: Callable[[], Mapping[str, object]], **attributes: Any):
        super().__init__(declarations, **attributes)
        self.values = values


class LateChoice(click.Choice[str]):
    """A choice among words that are looked up when somebody chooses, since looking them up takes its time."""

    def __init__(self, words: Callable[[], Sequence[str]]) -> None:
        self.case_sensitive = True
        self._words = words

    @cached_property
    def choices(self) -> Sequence[str]:  # type: ignore[override]
        """The words."""
        return tuple(self._words())


class Spoken(click.Command):
    """A command that prints its help in the language of the terminal, with columns that know how wide Chinese is."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole page of help."""
        from ui.cli.help_page import page_of

        say = terminal_of(ctx).text
        return page_of(
            say("help-usage", line=f"{ctx.command_path} {' '.join(self.collect_usage_pieces(ctx))}"),
            say(self.help) if self.help else "",
            [(say(heading), lines) for heading, lines in self.help_sections(ctx)],
            say(self.epilog) if self.epilog else "",
        )

    def help_sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the sections of the help: key of the heading, and lines of (how it is written, what it does)."""
        params = self.get_params(ctx)
        return [
            ("help-arguments", [param.help_line(ctx) for param in params if isinstance(param, Argument)]),
            ("help-options", [_option_line(param, ctx) for param in params if isinstance(param, click.Option)]),
        ]


class Verb(Spoken):
    """One verb. Its help is the sentence ``help-<verb>``.

    Parameters
    ----------
    place : int
        Where it stands in the list of verbs, which is that of a day's work; those of one place by name.
    """

    def __init__(self, name: str, *, place: int = 1000, **attributes: Any) -> None:
        self.place = place
        attributes["help"] = f"help-{name}"  # click would take the docstring, which speaks to programmers
        super().__init__(name, **attributes)
        self.params.append(language_option())


class CommandLine(Spoken, click.Group):
    """All verbs, and what happens around each of them."""

    command_class = Verb

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.append(language_option())

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which they were added."""
        return list(self.commands)

    def help_sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the verbs and the options."""
        terminal = terminal_of(ctx)
        verbs = [(name, terminal.text(verb.help or "").split("\n")[0]) for name, verb in self.commands.items()]
        return [("help-verbs", verbs), *super().help_sections(ctx)]

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the verb that the words name, and leave the program with the exit code that its end deserves."""
        words, asked = take_language(sys.argv[1:] if args is None else args)
        terminal = Terminal(asked if asked in LANGUAGES else preferred_language())
        try:
            if asked and asked not in LANGUAGES:
                raise click.UsageError(terminal.text("cli-choose", value=asked, name="--lang", expected=LANGUAGES))
            code = super().main(
                words, prog_name or "gridmap", complete_var, standalone_mode=False, obj=terminal, **extra
            )
            sys.stdout.flush()  # here, where it can be told, and not when everything is over
        except click.UsageError as error:
            terminal.fail(usage_message(error, terminal), *_hint(error, terminal))
            code = BAD_INPUT
        except click.ClickException as error:
            terminal.fail(error.format_message())
            code = BAD_INPUT
        except click.Abort:
            terminal.err.print(terminal.text("cli-interrupted"))
            code = INTERRUPTED
        except OSError as error:
            code = _after_os_error(error, terminal)
        except Exception as error:  # noqa: BLE001  # the last line of defence: no traceback reaches a user
            code = _after_error(error, terminal)
        sys.exit(code if isinstance(code, int) else DONE)


def own_command() -> str:
    """Return how the user calls this program here: ``gridmap`` if the shell finds it, else the path that was typed."""
    import shutil
    from pathlib import Path

    typed = Path(sys.argv[0])
    if typed.stem != "gridmap" or not typed.is_file():
        return "gridmap"
    found = shutil.which("gridmap")
    return "gridmap" if found and Path(found).samefile(typed) else str(typed)


def terminal_of(ctx: click.Context) -> Terminal:
    """Return the terminal that a verb speaks to."""
    terminal = ctx.find_object(Terminal)
    return terminal if terminal is not None else Terminal(preferred_language())


def language_option() -> click.Option:
    """Return --lang as help shows it; :func:`take_language` has taken it off the line before anything is parsed."""
    return click.Option(["--lang"], metavar="|".join(LANGUAGES), expose_value=False, help="help-lang")


def privacy_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return --privacy, which every verb has that may name a person; see :mod:`gridmap.people.privacy`."""
    return click.option("--privacy", metavar="P", type=click.Choice(PROFILES), default="briefing", help="help-privacy")


class Day(click.ParamType[dt.date]):
    """A day, ``YYYY-MM-DD``; what is none is refused in the words of the rest of the program."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day that a word on the command line means."""
        from gridmap.model.errors import BadInput

        if isinstance(value, dt.date):
            return value
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:  # 20260615 and 2026-W25 are days, but not as the tables have them
            raise BadInput("not-a-date", value=value)
        return day


def on_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return --on, which every verb has that counts who answers for what: the day, past or planned, today if none."""
    return click.option("--on", "on", metavar="DATE", type=Day(), help="help-on")


def list_options() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return --json and -o, which every verb has that writes what it counts as a list."""
    from pathlib import Path

    def formats() -> dict[str, object]:
        from ui.outputs.formats import suffixes_of

        return {"formats": " ".join(suffixes_of("list"))}

    place = click.Path(path_type=Path)
    output = click.option(
        *("-o", "--output", "out"), cls=Option, values=formats, metavar="OUT", type=place, help="help-list-output"
    )
    as_json = click.option("--json", "json_file", metavar="F.json", help="help-json")
    return lambda verb: as_json(output(verb))


def take_language(words: Iterable[str]) -> tuple[list[str], Language | str | None]:
    """Take ``--lang zh``, wherever it stands, off the words of the command line.

    Returns
    -------
    words : list of str
        The others, in their order.
    language : str or None
        As it was asked for, which may be a language that GridMap does not speak; the last one if there are several.
    """
    rest: list[str] = []
    language: str | None = None
    queue = list(words)
    while queue:
        word = queue.pop(0)
        if word == "--":
            rest += [word, *queue]
            break
        if word == "--lang" and queue:
            language = queue.pop(0)
        elif word.startswith("--lang="):
            language = word.removeprefix("--lang=")
        else:
            rest.append(word)
    return rest, language


def usage_message(error: click.UsageError, terminal: Terminal) -> str:
    """Return what was wrong with the words on the command line, in the language of the terminal."""
    say = terminal.text
    if isinstance(error, click.NoSuchOption):
        return say("cli-no-such-option", name=error.option_name) + _meant(error.possibilities, terminal)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return say("cli-no-such-verb", name=error.command_name) + _meant(error.possibilities, terminal)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return say("cli-missing", name=_name_of(error.param, error.ctx))
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = _name_of(error.param, error.ctx)
        kind = error.param.type
        if isinstance(kind, click.Choice):
            return say("cli-choose", name=name, value=_value_in(error.message), expected=list(kind.choices))
        if isinstance(kind, click.IntRange):
            return say("cli-whole-number", name=name, least=kind.min)
        return say("cli-bad-value", name=name, reason=error.message)
    if isinstance(error, click.BadOptionUsage):
        return say("cli-option-needs-value", name=error.option_name)
    if "extra argument" in error.message:
        return say("cli-extra-argument", value=_value_in(error.message))
    return error.format_message()


def _option_line(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """Return how an option is written and what it does; its help is the key of a sentence."""
    names = ", ".join(option.opts)
    if names == "--help":  # made by click itself
        return names, terminal_of(ctx).text("help-help")
    value = "" if option.is_flag else " " + option.make_metavar(ctx)
    values = option.values() if isinstance(option, Option) else {}
    return names + value, terminal_of(ctx).text(option.help or "", **values)


def _meant(possibilities: Sequence[str] | None, terminal: Terminal) -> str:
    return terminal.text("cli-did-you-mean", names=list(possibilities)) if possibilities else ""


def _name_of(param: click.Parameter, ctx: click.Context | None) -> str:
    if isinstance(param, click.Argument) and ctx is not None:
        return param.make_metavar(ctx).strip("[].")
    return param.opts[0]


def _value_in(message: str) -> str:
    """Return what click quotes in its own message: the word that it could not use."""
    for quote in ("'", "("):
        if quote in message:
            return message.split(quote)[1].rstrip(").'")
    return message


def _hint(error: click.UsageError, terminal: Terminal) -> list[str]:
    path = error.ctx.command_path if error.ctx is not None else "gridmap"
    return [terminal.text("cli-see-help", line=f"{path} --help")]


def _after_error(error: Exception, terminal: Terminal) -> int:
    """Tell what was wrong with what a user gave; anything else is written down in full and told in one line."""
    from gridmap.model.errors import GridMapError

    if not isinstance(error, GridMapError):
        return _after_crash(error, terminal)
    terminal.fail(message_of(error, terminal.language))
    return BAD_INPUT


def _after_os_error(error: OSError, terminal: Terminal) -> int:
    """Say which file could not be read or written; a reader that went away (``| head``) is no error at all."""
    if error.errno == errno.EPIPE:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to flush into a closed pipe
        return DONE
    if error.errno == errno.ENOSPC and error.filename is None:  # the standard output leads into a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        terminal.fail(terminal.text("cli-output-full"))
        return BAD_INPUT
    if error.filename is None:
        return _after_crash(error, terminal)
    terminal.fail(terminal.text("cli-file", file=error.filename, reason=error.strerror or str(error)))
    return BAD_INPUT


def _after_crash(error: BaseException, terminal: Terminal) -> int:
    """Write down an error that nobody expected, and tell where it stands."""
    from ui.look.crash_log import write_crash_log

    terminal.fail(terminal.text("cli-crash", log=write_crash_log(error)))
    return FAILED
