"""Formats as data, and how to tell which one a file has; no files, no clock."""
