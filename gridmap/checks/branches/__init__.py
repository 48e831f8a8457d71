"""Rules about party branches and their chain."""
