"""The record: one port (`base`), three adapters (`memory`, `sqlite`, `redis`)."""
