"""What a record book is: editions, forms, fields, records, people. Pure: no files, no database."""
