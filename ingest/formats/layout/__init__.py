"""Text placed on pages to text with structure: reading order, paragraphs, headings, tables.

Knows coordinates and fonts, not file formats. Coordinates are points; y grows downwards.
"""
