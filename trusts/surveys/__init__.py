"""Published survey tables: reading, checking, comparing. No database in the modules here
that read and check; what they return are frozen dataclasses and arrays."""
