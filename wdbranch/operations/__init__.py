"""Everything a person can do: one function per verb, one file per noun. Window and command line call these."""
