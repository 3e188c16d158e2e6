"""What the lines of a plain text are, told by how people type."""
