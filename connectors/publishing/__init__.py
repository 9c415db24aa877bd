"""Communities' own knowledge: the store of drafts and editions, who follows it, and the commands."""
