"""Workbooks that are locked with a password: opened in memory, and written nowhere."""

from __future__ import annotations

import io

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError

from gridmap.model.errors import BadInput


def unlocked(data: bytes, password: str, file: str) -> bytes:
    """Return what a locked workbook holds.

    Raises
    ------
    BadInput
        ``file-needs-password`` without a password, ``password-wrong``, ``file-unreadable``.
    """
    if not password:
        raise BadInput("file-needs-password", file=file)
    opened = io.BytesIO()
    try:
        book = msoffcrypto.OfficeFile(io.BytesIO(data))
        book.load_key(password=password)
        book.decrypt(opened)
    except InvalidKeyError as error:
        raise BadInput("password-wrong", file=file) from error
    except Exception as error:  # what damaged files raise there shares no base
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    return opened.getvalue()
