"""Runs on disk, and the figures that are read off them."""
