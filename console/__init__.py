"""The web pages. They know the wire contract only."""
