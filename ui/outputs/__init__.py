"""Everything that leaves the program with words in it."""
