"""The people of a sample: workers, branches, zones."""
