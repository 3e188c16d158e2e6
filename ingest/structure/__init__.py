"""Text to Blocks: headings, lists, tables, code, questions and their answers."""
