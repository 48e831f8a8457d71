"""Search over everything by name, pinyin, code and phone."""
