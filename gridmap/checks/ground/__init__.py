"""Rules about ground: gaps, overlaps, overhangs, shapes and borders."""
