"""Clients of the hub: HTTP, the stream, and raw sockets that cost a measurement as little as possible."""
