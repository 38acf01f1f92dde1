"""Pure rules: no event loop, no clock, no random, no driver, no file. Time and travel time are arguments."""
