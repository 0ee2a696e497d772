"""What stands beside the sheet: who came, what an inspector would say, links, attachments, history."""
