"""One file a format: bytes in, blocks out. Each library of a format has its door here."""
