"""Drawings, each defined once: the same SVG in a page, in a PDF and in a PNG file."""
