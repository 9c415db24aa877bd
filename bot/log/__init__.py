"""The event log: everything that happened, in one SQL database, appended a turn at a time."""
