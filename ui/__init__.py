"""Everything a user touches: the command line, the window and the pages, and every sentence in Chinese and English."""
