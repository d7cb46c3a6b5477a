"""The queue of bells: Redis or Valkey when set, else beside the database. It holds ids only; its loss loses nothing."""

from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer
from redis import ConnectionPool

from bot.config import Settings


def open_queue(settings: Settings) -> Huey:
    """Open the queue that the settings name. Its messages are signed: a task is never made of a stranger's bytes."""
    signed = SignedSerializer(secret=settings.secret_key.get_secret_value(), salt="jalan-aman bell")
    options = {"results": False, "serializer": signed}
    if settings.redis_url:
        # Without limits a server that takes connections and says nothing would hold up the webhooks.
        pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=2)
        return RedisHuey("jalan-aman", connection_pool=pool, **options)
    if settings.database.startswith("postgresql"):
        dsn = settings.database.replace("+psycopg", "", 1)
        return PostgresHuey("jalan-aman", dsn=dsn, connect_timeout=5, **options)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SqliteHuey("jalan-aman", filename=str(settings.data_dir / "queue.db"), **options)
