"""The product's own client of a hub, over HTTP and WebSocket; it knows the wire alone and nothing else of the hub."""
