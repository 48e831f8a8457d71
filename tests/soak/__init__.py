"""Kills, full disks, damage, odd files and hostile names, over and over, for as long as one likes.

    python -m tests.soak --minutes 60
    python -m tests.soak --rounds 3 --seed 7 --only kills --only damage

Each attempt has a seed of its own, and what failed is printed with the command that tries it again.
"""
