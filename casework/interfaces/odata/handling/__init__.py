"""Handling: what each shape of address answers to each method."""
