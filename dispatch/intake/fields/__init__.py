"""One grammar a kind of field: what devices and people write, read where it has one meaning."""
