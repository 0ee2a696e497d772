"""The Party's rules as pure functions over a snapshot of the book; each names its source."""
