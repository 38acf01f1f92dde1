"""Fixtures that any test may ask for."""

from tests.redis_server import own_redis_server, redis_server

__all__ = ["own_redis_server", "redis_server"]
