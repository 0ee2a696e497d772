"""wdbranch: the record book of a Party branch, as an offline desktop workbook."""

__version__ = "0.1.0"
