"""Load, faults and benchmarks, from outside: HTTP, WebSocket and the command line only."""
