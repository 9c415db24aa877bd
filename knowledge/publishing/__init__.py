"""From a draft to what holds: check, publish, go back, compare."""
