"""Cases put to an assistant, and what came of each."""
