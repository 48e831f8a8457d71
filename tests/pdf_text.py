"""The text of a PDF, read by PDFium: pypdf takes seconds for a page with a map."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def texts_of(pdf: Path | bytes) -> list[str]:
    """Return the text of each page, its lines set apart by ``\n``."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()
