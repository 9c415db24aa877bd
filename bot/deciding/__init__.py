"""From what was understood to what will be done, in pure functions."""
