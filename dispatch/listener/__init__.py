"""The listening socket and what guards it: accepting, time-outs, bounded connections, TLS, quiet logs."""
