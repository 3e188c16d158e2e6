"""Chunks to a hybrid index on disk, and queries to ranked Hits."""
