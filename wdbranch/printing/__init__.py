"""Records become pages: a plan (pure, comparable), then paint."""
