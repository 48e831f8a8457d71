"""What a map shows, without Qt: columns of shapes, styles and labels for the screen, for paper and for the web page."""
