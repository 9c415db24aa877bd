"""Texts as vectors: one spelling, then the embedded sentence encoder."""
