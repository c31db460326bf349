"""Embedded PostgreSQL and Valkey for the demonstration and the tests, and `make run` itself."""
