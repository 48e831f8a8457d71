"""The sample city: a place that looks real, with real names and codes, made boundaries and made people."""
