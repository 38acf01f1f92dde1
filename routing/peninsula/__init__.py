"""A generated river city (示例, synthetic): its shape, its roads, its quarters, and what lies between the roads."""
