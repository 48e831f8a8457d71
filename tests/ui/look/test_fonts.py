"""Chinese is written in a font that has it, or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from gridmap.model.errors import GridMapError
from ui.look import fonts
from ui.words.messages import BOTH, message_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def fresh():
    fonts.chinese_family.cache_clear()
    yield
    fonts.chinese_family.cache_clear()


def test_the_family_has_chinese_and_latin():
    metrics = QFontMetricsF(QFont(fonts.chinese_family()))
    assert all(metrics.inFontUcs4(ord(letter)) for letter in "张家港市网格党支部1234567890km²m—·（）Aa")


def test_the_best_of_the_families_is_taken(monkeypatch):
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: ["Arial", "SimSun", "Microsoft YaHei", "Other"])
    monkeypatch.setattr(fonts, "_writes", lambda *_: True)
    assert fonts.chinese_family() == "Microsoft YaHei"


def test_a_family_that_lacks_characters_is_passed_over(monkeypatch):
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: ["SimSun", "Microsoft YaHei"])
    monkeypatch.setattr(fonts, "_writes", lambda family, _: family == "SimSun")
    assert fonts.chinese_family() == "SimSun"


def test_an_unknown_family_with_chinese_will_do_sans_before_serif(monkeypatch):
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: ["My Serif", "My Mono", "My Hei"])
    monkeypatch.setattr(fonts, "_writes", lambda *_: True)
    assert fonts.chinese_family() == "My Hei"


@pytest.mark.parametrize("language", BOTH)
def test_without_any_it_says_what_to_install(monkeypatch, language):
    monkeypatch.setattr(fonts, "_writes", lambda *_: False)
    with pytest.raises(GridMapError) as caught:
        fonts.chinese_family()
    message = message_of(caught.value, language)
    assert "fonts-noto-cjk" in message and "Microsoft YaHei" in message


def test_a_font_without_chinese_is_told_apart():
    assert not fonts._writes("DejaVu Sans Mono", "\U0010fffe")
