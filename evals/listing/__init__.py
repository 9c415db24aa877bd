"""How fast a page of orders comes out of a million."""
