"""The hub: what happened, what must happen next."""
