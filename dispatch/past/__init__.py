"""The record read again: incidents, drills, reports, why, and the state at any event."""
