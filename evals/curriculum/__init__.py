"""Whether the curriculum keeps its own rules: everything about it that a machine can check."""
