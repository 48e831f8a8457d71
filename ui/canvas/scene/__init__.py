"""What is made off the window's thread for the map to paint."""
