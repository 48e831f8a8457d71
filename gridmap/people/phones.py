"""What may be a work phone."""

from __future__ import annotations

import re
from typing import Final

_BETWEEN: Final = re.compile(r"[\s\-–—()（）.]+")
_ABROAD: Final = re.compile(r"^(?:\+|00)86")
_EXTENSION: Final = r"(?:(?:转|x|ext|#|\*)\d{1,5})?"
_PHONE: Final = re.compile(
    rf"1[3-9]\d{{9}}|[48]00\d{{7}}|(?:(?:010|02\d|0[3-9]\d{{2}})?[2-8]\d{{6,7}}|0[3-9]\d{{2}}[2-8]\d{{7}}){_EXTENSION}",
    re.IGNORECASE,
)


def is_phone(text: str) -> bool:
    """Whether a text may be one phone of mainland China: a mobile, a landline, or a service number.

    Eleven digits from 13 to 19; an area code or none, and seven or eight digits from 2 to 8, with an extension or
    none; 400 or 800 and seven digits. Blanks, hyphens and brackets in it do not matter, nor does +86 before it.
    """
    return _PHONE.fullmatch(_ABROAD.sub("", _BETWEEN.sub("", text.strip()))) is not None
