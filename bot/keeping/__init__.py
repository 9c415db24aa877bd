"""Keeping the standards alive: what owners asked, what nobody could answer, which clauses are quoted and which never."""
