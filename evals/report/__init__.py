"""A run as one page that explains itself."""
