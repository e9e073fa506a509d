"""What may be drawn, and drawing it."""
