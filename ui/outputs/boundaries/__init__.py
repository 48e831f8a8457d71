"""The outcome of bringing boundaries in, in words, for the command line and for programs."""
