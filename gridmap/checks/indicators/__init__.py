"""Rules about what the scheme counts."""
