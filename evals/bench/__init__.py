"""How fast, against what: the full way of a message beside the same web framework echoing JSON."""
