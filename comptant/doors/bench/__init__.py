"""Measurements of the real thing, in a database of their own: see docs/benchmarks.md."""
