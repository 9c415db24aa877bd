"""Does looking ahead find what is there, and nothing where nothing is?"""
