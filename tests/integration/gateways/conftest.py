"""The fixtures of a running hub."""

from tests.hub import district, house, redis_house, sqlite_house

__all__ = ["district", "house", "redis_house", "sqlite_house"]
