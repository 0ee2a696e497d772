"""Office files in and out: rosters from Excel, tables to Excel."""
