"""Norms as data: what the state and a district ask of a station, and how far each station is from it."""
