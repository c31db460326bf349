"""Settings, one module for each place the portal runs: local, test, production."""
