"""What Alembic runs: the steps that are missing, all of them in the one transaction that the caller has begun."""

from alembic import context

from store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
