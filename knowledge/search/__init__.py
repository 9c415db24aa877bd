"""Finds the clauses that a question is about, by words and by meaning."""
