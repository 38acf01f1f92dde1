"""The HTTP driver: requests to commands and reads, answers and problems back. Thin; one module per subject."""
