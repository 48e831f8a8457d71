"""One PDF of the pages of several, which were written by several processes at once and have some of the pages each."""

from __future__ import annotations

import io
from collections.abc import Sequence


def prepare() -> None:
    """Read the library that joins, while others are not up yet; at the end everybody would wait for it."""
    import pikepdf  # noqa: F401 - most files are of one part and need none of it


def joined(parts: Sequence[tuple[bytes, Sequence[int]]]) -> bytes:
    """Return one PDF with the pages of all parts in the order of their numbers.

    Pages stay as they are, byte by byte; what a part's pages share, its fonts above all, comes along once for the part.
    What a file says of itself (title, who made it and when) is what the first part says.

    Parameters
    ----------
    parts : sequence of (bytes, sequence of int)
        A PDF, and the number of each of its pages in the whole. A number occurs once.

    Raises
    ------
    ValueError
        If a part has not as many pages as numbers, or is no PDF.
    """
    if len(parts) == 1 and list(parts[0][1]) == sorted(parts[0][1]):
        return parts[0][0]
    import pikepdf

    try:
        files = [pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) for pdf, _ in parts]
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error
    whole = files[0]
    places = {}
    for file, (_, numbers) in zip(files, parts, strict=True):
        for page, number in zip(list(file.pages), numbers, strict=True):
            places[number] = page
    pages = [places[number] for number in sorted(places)]
    del whole.pages[:]
    whole.pages.extend(pages)
    out = io.BytesIO()
    whole.save(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
    )
    return out.getvalue()
