"""Everything that touches somebody else's system, and the one place that names concrete parts."""
