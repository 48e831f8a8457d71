"""Goes through the families round by round, and keeps count."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

from tests.full_disk import NoSmallDiskError
from tests.soak.families import FAMILIES, Attempt, NotHereError
from tests.soak.tally import Tally

Tell = Callable[[str], object]


def command_to_repeat(family: str, seed: int) -> str:
    """Return what makes one attempt again."""
    return f"python -m tests.soak --only {family} --attempt {seed}"


def attempted(family: str, attempt: Attempt, seed: int, tell: Tell) -> Tally:
    """Make one attempt and tell what failed in it, with the seed and the command that makes it again."""
    try:
        tally = attempt(seed)
    except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
        tally = Tally(failures=[traceback.format_exc()])
    for failure in tally.failures:
        tell(f"FAILED {family}, seed {seed}: {failure.rstrip()}\n  again: {command_to_repeat(family, seed)}")
    return tally


def soak(
    *,
    seed: int,
    rounds: int | None = None,
    minutes: float | None = None,
    only: Iterable[str] = FAMILIES,
    once: bool = False,
    tell: Tell = print,
    after_round: Tell = lambda _: None,
) -> dict[str, Tally]:
    """Try every family until so many rounds or minutes are over, or somebody interrupts it.

    Parameters
    ----------
    seed : int
        Attempt number ``i`` of a family has the seed ``seed + i``.
    rounds, minutes : optional
        The first that is reached ends it, between two attempts.
    only : iterable of str
        Names of the families, keys of :data:`tests.soak.families.FAMILIES`.
    once : bool
        Make one attempt of each family and no more.
    tell : callable
        Called with every failure as soon as it is known, and with why a family cannot be tried here.
    after_round : callable
        Called after each round with the counts so far.

    Returns
    -------
    dict of str to Tally
        By family; one that cannot be tried here is left out.
    """
    end = None if minutes is None else time.monotonic() + 60 * minutes
    tallies: dict[str, Tally] = {}
    with ExitStack() as stack:
        attempts: dict[str, Attempt] = {}
        for name in only:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                attempts[name] = stack.enter_context(FAMILIES[name][0](folder))
            except (NoSmallDiskError, NotHereError) as error:
                tell(f"{name}: not tried, {error}")
            else:
                tallies[name] = Tally()
        with suppress(KeyboardInterrupt):
            for number in range(1) if once else count() if rounds is None else range(rounds):
                for name, attempt_one in attempts.items():
                    times = 1 if once else FAMILIES[name][1]
                    for turn in range(number * times, (number + 1) * times):
                        if end is not None and time.monotonic() >= end:
                            return tallies
                        tallies[name].add(attempted(name, attempt_one, seed + turn, tell))
                if not once:
                    after_round(table(tallies))
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """Return the counts by family, one line each."""
    lines = [f"{'':12}{'tried':>8}{'refused':>9}{'survived':>10}{'FAILED':>8}"]
    for name, tally in tallies.items():
        failed = len(tally.failures)
        lines.append(f"{name:12}{tally.tried:8}{tally.refused:9}{tally.survived:10}{failed:8}")
    return "\n".join(lines)
