"""Answers made of a clause's own words: the part that the question is about, reckoned where it asks for a sum."""
