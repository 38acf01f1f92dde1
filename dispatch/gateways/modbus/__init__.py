"""The poller of Modbus TCP devices."""
