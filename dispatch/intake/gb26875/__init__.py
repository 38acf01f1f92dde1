"""GB/T 26875.3-2011 without a socket: frames, what their data units say, vendors' habits as data, and signals.

Bytes go through `frames.Scanner`, a frame's data unit through `objects.read_objects`, and `signals.signals_of` says
what it means in the hub's own words. `answers` makes what is sent back. Nothing here reads a clock or a socket.
"""
