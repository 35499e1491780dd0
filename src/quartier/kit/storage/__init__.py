"""Where bytes lie: on the local disk or in an S3 bucket, by configuration; each provider's apart from all others'."""

from quartier.kit.storage.disk import Disk
from quartier.kit.storage.face import Digest, Incomplete, Storage, StorageDown, StorageFull, blocks_of, digest_of
from quartier.kit.storage.places import everything, here, of

__all__ = [
    "Digest",
    "Disk",
    "Incomplete",
    "Storage",
    "StorageDown",
    "StorageFull",
    "blocks_of",
    "digest_of",
    "everything",
    "here",
    "of",
]
