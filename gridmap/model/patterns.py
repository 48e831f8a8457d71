"""Regular expressions of a scheme, bounded: none that could keep a check busy for hours.

Python's engine tries, where the first way of matching a text fails, all others, and there may be more of them than
anybody has time for: ``(a+)+b`` has 2 to the power of 60 on sixty times ``a``. So the ways that an expression has at
most are counted before it is taken, for texts of the length that a code may have.
"""

from __future__ import annotations

import re
import warnings
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

LONGEST_CODE: Final = 64
"""Characters of a code that an expression is tried on; national codes have up to 30."""

_LONGEST_PATTERN: Final = 300
_MOST_WAYS: Final = 10_000
_REPEATS: Final = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def refuse_slow_pattern(pattern: str) -> None:
    """Raise :class:`ValueError` with the reason if a text is no regular expression, or one that may take too long."""
    if len(pattern) > _LONGEST_PATTERN:
        raise ValueError(f"≤ {_LONGEST_PATTERN} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
            ways = _ways(_parser.parse(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if ways > _MOST_WAYS:
        raise ValueError(r"fewer of + * ? {m,n} |, as in \d{6}[0-9A-Z]{3}\d{3}")


def _ways(parsed: Any) -> int:
    """Return how many ways of matching a text an expression has at most; what is above the bound may be cut off."""
    ways = 1
    for op, argument in parsed:
        ways = min(ways * _ways_of(op, argument), _MOST_WAYS + 1)
    return ways


def _ways_of(op: Any, argument: Any) -> int:
    if op in _REPEATS:
        return _ways_of_repeat(*argument)
    if op is ops.BRANCH:
        return sum(_ways(branch) for branch in argument[1])
    if op is ops.SUBPATTERN:
        return _ways(argument[-1])
    if op is ops.ATOMIC_GROUP:
        return _ways(argument)
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return _ways(argument[1])
    if op is ops.GROUPREF_EXISTS:
        return sum(_ways(branch) for branch in argument[1:] if branch is not None)
    return 1


def _ways_of_repeat(fewest: int, most: int, repeated: Any) -> int:
    if fewest > LONGEST_CODE or (fewest > 1 and repeated.getwidth()[0] == 0):  # no code is as long; never done
        return _MOST_WAYS + 1
    once, ways = _ways(repeated), 0
    for times in range(fewest, min(most, LONGEST_CODE) + 1):
        ways += once**times
        if ways > _MOST_WAYS:
            break
    return max(ways, 1)
