"""Travel times for the rules: what they may ask, and the road network's answers."""
