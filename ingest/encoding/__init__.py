"""Bytes to text: which encoding they are in, and wrong decodings mended."""
