"""Cloud platforms that push what their devices said over HTTP: how each signs, and how each wraps it.

A profile (`profiles.PROFILES`) knows the envelope; what a product's values mean is said by `dispatch.intake.mapping`.
"""
