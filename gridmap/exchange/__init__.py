"""Officers' files in and out: boundaries of any format and datum in; workbooks and geodata out."""
