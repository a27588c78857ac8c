"""Alembic revisions, frozen once released; they import nothing of ours."""
