"""Looking ahead: what comes back, told from chance, and which open orders are likely to be late."""
