"""Rules about buildings, households and compounds."""
