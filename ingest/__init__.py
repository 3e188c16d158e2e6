"""Any study file to a Document, and a Document to Chunks."""
