"""Rules about codes, names, kinds and parents."""
