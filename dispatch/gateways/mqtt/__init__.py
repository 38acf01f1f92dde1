"""The client of the district's MQTT broker."""
