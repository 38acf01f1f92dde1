"""What arrives from the district's MQTT broker, read without a socket."""
