"""The files we own: the branch's workbook (.wdbook) and the street's desk (.wddesk)."""
