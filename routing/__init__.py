"""The road network and travel time. Speaks nodes, milliseconds and modes; knows no crew and no incident."""
