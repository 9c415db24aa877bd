"""The hotline's door: transcripts by HTTP, from files and a watched folder; recordings by way of a speech server."""
