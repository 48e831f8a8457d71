"""How things look and are drawn, for screen and paper alike."""
