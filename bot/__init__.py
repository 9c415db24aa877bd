"""The desk: message, conversation, understanding, decision, work orders, the event log. Knows no channel."""
