"""Benchmarks: what an operation costs, as a ratio to SQL written by hand for the same rows."""
