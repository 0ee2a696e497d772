"""What lists and tables show, apart from how they are drawn."""
