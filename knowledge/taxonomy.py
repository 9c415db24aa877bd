"""The ids that clauses may name: what orders are labelled with."""

from __future__ import annotations

TYPES = (
    "emergency", "repair", "complaint", "service", "enquiry", "suggestion", "praise", "status", "urge", "cancel",
    "rate", "human", "smalltalk", "other",
)  # fmt: skip

CATEGORIES = (
    "plumbing", "electrical", "gas", "heating", "elevator", "access", "structure", "fire", "security", "parking",
    "cleaning", "waste", "greening", "noise", "pets", "pests", "violation", "decoration", "fees", "formality",
    "facility", "value_added", "care", "community", "energy", "network", "staff", "none",
)  # fmt: skip

URGENCIES = ("P0", "P1", "P2", "P3")

ORDERED = ("emergency", "repair", "complaint", "service", "suggestion", "praise")
"""Types that become a work order: each needs a clause to take its clocks from."""

CLOCKS = ("respond", "arrive", "resolve")
"""Names of figures that drive a work order."""
