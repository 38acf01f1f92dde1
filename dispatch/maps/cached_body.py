"""Bodies of answers that are made once and sent often: plain, compressed, and named by a hash."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson


class CachedBody(NamedTuple):
    """A body as it goes out, plain and compressed (gzip), and its entity tag (RFC 9110, 8.8.3)."""

    body: bytes
    packed: bytes
    etag: str


def cached_body(body: bytes) -> CachedBody:
    """Return a body with what a cache needs to know."""
    # The time in gzip's head is left at 0: the same body is the same bytes.
    return CachedBody(body, gzip.compress(body, 6, mtime=0), hashlib.blake2b(body, digest_size=12).hexdigest())


def feature_collection(features: Iterable[dict[str, Any]], **members: Any) -> CachedBody:
    """Return a FeatureCollection; further members beside the features are foreign to RFC 7946, which allows them."""
    return cached_body(orjson.dumps({"type": "FeatureCollection", **members, "features": list(features)}))
