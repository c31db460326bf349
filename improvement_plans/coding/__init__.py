"""Coding comments to the NHS framework: themes, suggestions and how far two coders agree.

Pure: knows no Django and no database, and sends nothing anywhere.
"""
