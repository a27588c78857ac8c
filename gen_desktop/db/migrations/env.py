"""Alembic's environment: run.py hands over an open connection, nothing else is configured."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
