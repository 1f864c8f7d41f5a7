"""The worker: makes a thumbnail of every picture that comes in."""

import io

import redis
from PIL import Image

from gallery import settings, storage


def shrink(content: bytes) -> bytes:
    """Return a picture that fits into the square of the settings."""
    image = Image.open(io.BytesIO(content))
    image.thumbnail((settings.THUMBNAIL_SIZE, settings.THUMBNAIL_SIZE))
    output = io.BytesIO()
    image.convert("RGB").save(output, "JPEG")
    return output.getvalue()


def main() -> None:
    """Wait for pictures, one after the other."""
    queue = redis.Redis.from_url(settings.QUEUE)
    while True:
        _, picture = queue.blpop(["thumbnails"])
        name = picture.decode()
        storage.put(f"{name}.thumbnail", shrink(storage.get(name)))
        if not settings.KEEP_ORIGINALS:
            storage.remove(name)


if __name__ == "__main__":
    main()
