"""Who can respond: stations, units, buildings, read from a district folder."""
