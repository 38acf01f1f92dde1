"""The live stream: a reader is a cursor over durable events, its protocol without I/O, its sockets."""
