"""The place of officers' files, for what is written of it."""

from __future__ import annotations

from tests.exchange.conftest import place

__all__ = ["place"]
