"""Measurements, each beside its peer in the same run; ``make bench`` prints them. Tests never assert on time."""
