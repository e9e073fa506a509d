"""Papers that tell what the reader may see: read, put into words, set as PDF/A, kept nowhere."""
