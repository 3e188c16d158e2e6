"""Sheets of rows and columns to Markdown, one concept a module."""
