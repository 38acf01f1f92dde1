"""Fixtures that any test may ask for, and how examples are drawn."""

from hypothesis import settings

from tests.redis_server import own_redis_server, redis_server

__all__ = ["own_redis_server", "redis_server"]

# How long an example takes says nothing on a machine that others use too; a failing one can be drawn again.
settings.register_profile("onethree", deadline=None, print_blob=True)
settings.load_profile("onethree")
