"""The service standards and how to find them. Knows nothing of conversations."""
