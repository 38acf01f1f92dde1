"""Registers of Modbus devices, as a table says what they are, read into signals without a socket."""
