"""The command line: ``gridmap`` and its verbs, which others script against; names, options and exit codes stay stable.

Each verb stands in a module of its own in ``ui/cli``, which is read when the verb is asked for, and imports what is
heavy only when it runs, so that ``gridmap --help`` and a check start at once. Qt is imported only where a picture is
made.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import click

import gridmap
from ui.cli import Verbs
from ui.cli.frame import CommandLine
from ui.open_verb import open_verb, open_window

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_INTERRUPTED_AGAIN_S = 0.02


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"gridmap {gridmap.__version__}")
        ctx.exit()


@click.group(
    "gridmap",
    cls=CommandLine,
    commands=Verbs(open_verb),
    invoke_without_command=True,
    help="help-gridmap",
    epilog="help-exit-codes",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="help-version",
)
@click.pass_context
def command_line(ctx: click.Context) -> int:
    """Open the window where no verb is given."""
    return open_window(ctx, None) if ctx.invoked_subcommand is None else 0


def main() -> None:
    """Run the command line and leave the program with its exit code."""
    # numpy would start a thread for each core, which spin for longer than anything here multiplies matrices
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(1_000_000, 50, 50)  # a verb runs once and ends; looking for rubbish takes a tenth of a check
    sys.unraisablehook = interrupt_again
    end = _End()
    atexit.register(end.leave_the_rest_to_the_system)
    try:
        command_line()
    except SystemExit as told:
        end.code = told.code
        raise


def interrupt_again(raised: UnraisableHookArgs) -> None:
    """Interrupt once more, soon, where Python cannot let Ctrl+C end anything and would only print that it was pressed.

    It is so while a callback is told that something has gone, as after each import.
    """
    if raised.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(raised)
        return

    def again() -> None:
        time.sleep(_INTERRUPTED_AGAIN_S)
        if hasattr(signal, "pthread_kill"):  # it also ends a wait
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        else:
            signal.raise_signal(signal.SIGINT)

    threading.Thread(target=again, name="gridmap-interrupt", daemon=True).start()


class _End:
    """The end of the program, of which Python tells those who asked last first: this one knows how many asked before.

    Attributes
    ----------
    code : object
        What the program leaves with; ``None`` while nobody has said.
    """

    def __init__(self) -> None:
        self.code: object = None
        self._others = atexit._ncallbacks()

    def leave_the_rest_to_the_system(self) -> None:
        """Keep Python from taking apart all modules and tables at the end, which takes a sixth of a check's time.

        What is open has been closed and written by then, and what else asked to be told of the end is told as ever.
        With Qt things have to go in its own order, so there all is left as it is.
        """
        if "PySide6" in sys.modules:
            return
        gc.freeze()
        if self._others or not isinstance(self.code, int):
            return
        with contextlib.suppress(AttributeError, OSError, ValueError):  # none, a closed pipe: Python tells of it
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(self.code)
