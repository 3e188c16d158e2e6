"""Blocks to Chunks that fit the encoder's window."""
