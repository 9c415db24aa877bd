"""A company's own documents become clauses: open, outline, split, read the figures, compare."""
