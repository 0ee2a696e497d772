"""The page of the book on the screen: geometry, paper, findings, leaves."""
