"""The map as one web page that opens without a network."""
