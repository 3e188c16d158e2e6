"""One module a format: bytes to Content."""
