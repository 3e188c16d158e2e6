"""The parts of a Word document, made plain enough for mammoth to turn into HTML."""
