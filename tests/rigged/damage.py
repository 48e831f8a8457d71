"""Damage as disks, cables and full memory cards do it: by a seed, so that every file can be made again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

_SECTOR: Final = 512
Spoil = Callable[[bytearray, random.Random], None]


def _page_size(data: bytearray) -> int:
    size = int.from_bytes(data[16:18], "big")
    return 65536 if size == 1 else size


def _pages(data: bytearray, chance: random.Random, count: int) -> list[int]:
    """Return where some pages begin; the first one seldom, since a file without its head is easily told."""
    size = _page_size(data)
    first = 0 if chance.random() < 0.1 else 1
    return [number * size for number in chance.sample(range(first, len(data) // size), count)]


def flip_bits(data: bytearray, chance: random.Random) -> None:
    """Turn single bits anywhere."""
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def flip_in_heads(data: bytearray, chance: random.Random) -> None:
    """Turn bits in the heads of pages and the pointers behind them, where the shape of the tree stands."""
    for start in _pages(data, chance, chance.choice((1, 2, 4))):
        data[start + chance.randrange(24)] ^= 1 << chance.randrange(8)


def flip_in_file_head(data: bytearray, chance: random.Random) -> None:
    """Turn a bit in the hundred bytes at the beginning."""
    data[chance.randrange(16, 100)] ^= 1 << chance.randrange(8)


def cut_off(data: bytearray, chance: random.Random) -> None:
    """Lose the end."""
    del data[chance.randrange(1, len(data)) :]


def zero_pages(data: bytearray, chance: random.Random) -> None:
    """Lose whole pages to zeros."""
    size = _page_size(data)
    for start in _pages(data, chance, chance.choice((1, 1, 3, 10))):
        data[start : start + size] = bytes(size)


def swap_pages(data: bytearray, chance: random.Random) -> None:
    """Have two pages change places."""
    size = _page_size(data)
    one, two = _pages(data, chance, 2)
    data[one : one + size], data[two : two + size] = data[two : two + size], data[one : one + size]


def repeat_page(data: bytearray, chance: random.Random) -> None:
    """Write one page over another."""
    size = _page_size(data)
    one, two = _pages(data, chance, 2)
    data[one : one + size] = data[two : two + size]


def tear_sectors(data: bytearray, chance: random.Random) -> None:
    """Stop in the middle of writing a page: some of its sectors are of something else."""
    size = _page_size(data)
    one, two = _pages(data, chance, 2)
    torn = chance.randrange(1, size // _SECTOR) * _SECTOR
    data[one + torn : one + size] = data[two + torn : two + size]


def noise(data: bytearray, chance: random.Random) -> None:
    """Write anything over a stretch."""
    length = chance.choice((16, 256, 4096, 20_000))
    start = chance.randrange(len(data) - length)
    data[start : start + length] = chance.randbytes(length)


def shift(data: bytearray, chance: random.Random) -> None:
    """Lose or gain a byte, as a transfer that takes the file for text does."""
    at = chance.randrange(100, len(data))
    if chance.random() < 0.5:
        del data[at]
    else:
        data.insert(at, 13)


DAMAGES: Final[tuple[Spoil, ...]] = (
    flip_bits,
    flip_in_heads,
    flip_in_file_head,
    cut_off,
    zero_pages,
    swap_pages,
    repeat_page,
    tear_sectors,
    noise,
    shift,
)


def damaged(base: Path, to: Path, seed: int) -> str:
    """Write a damaged copy of a project and return the name of the damage; the same seed does the same."""
    chance = random.Random(seed)
    spoil = DAMAGES[seed % len(DAMAGES)]
    data = bytearray(base.read_bytes())
    spoil(data, chance)
    to.write_bytes(data)
    return spoil.__name__
