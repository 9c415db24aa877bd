"""Numbers of a text as data: quantities with unit, condition and what they measure."""
