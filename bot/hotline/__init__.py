"""热线 the hotline: what a recorded call asks for. Reading is pure; `desk.py` carries it out through the one log."""
