"""Forms and reports of rosters: what is written to be filled in, and what is written to be mended."""
