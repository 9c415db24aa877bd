"""The desk itself: handles a message, carries decisions out, and keeps the promises that it made."""
