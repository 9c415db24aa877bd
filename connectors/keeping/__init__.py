"""Keeping the standards alive: what was asked in vain, and what was never asked (docs/keeping-standards-alive.md)."""
