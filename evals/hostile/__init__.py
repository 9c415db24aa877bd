"""What a stranger, a broken client or an attacker may send: refused politely, with nothing written and nothing leaked."""
