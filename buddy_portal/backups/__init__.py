"""Backups: the database and the uploaded files in one folder that proves itself whole."""
