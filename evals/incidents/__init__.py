"""Simulated outages: many reports of one fault over three channels, mixed with near misses. Are they one incident?"""
