"""One module per way in; each maps what arrives to commands at the border."""
