"""Everything a person can do: one function per verb, one file per noun."""
