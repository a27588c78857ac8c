"""What the law asks about people's data: erasures, exports with names, how long things are kept. Drafts."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    """
    CREATE TABLE draft (
        id INTEGER NOT NULL,
        author VARCHAR NOT NULL,
        page VARCHAR NOT NULL,
        form VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        typed VARCHAR NOT NULL,
        typed_at VARCHAR NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (id),
        CONSTRAINT uq_draft_author_page_form UNIQUE (author, page, form)
    )
    """,
    """
    ALTER TABLE learner ADD COLUMN erased_on DATE
    CONSTRAINT ck_learner_erased_on_is_date CHECK (date(erased_on, '+0 days') IS erased_on)
    """,
    """
    ALTER TABLE funding_program ADD COLUMN last_payment_on DATE
    CONSTRAINT ck_funding_program_last_payment_on_is_date CHECK (date(last_payment_on, '+0 days') IS last_payment_on)
    """,
    "ALTER TABLE organization ADD COLUMN privacy_contact VARCHAR",
    """
    CREATE TABLE erasure (
        id INTEGER NOT NULL,
        learner_id INTEGER NOT NULL,
        cause VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        erased_on DATE NOT NULL,
        leaves_backups_on DATE,
        CONSTRAINT pk_erasure PRIMARY KEY (id),
        CONSTRAINT uq_erasure_learner_id UNIQUE (learner_id),
        CONSTRAINT fk_erasure_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id),
        CONSTRAINT ck_erasure_erased_on_is_date CHECK (date(erased_on, '+0 days') IS erased_on),
        CONSTRAINT ck_erasure_leaves_backups_on_is_date CHECK (date(leaves_backups_on, '+0 days') IS leaves_backups_on)
    )
    """,
    """
    CREATE TABLE nominative_export (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        scope VARCHAR NOT NULL,
        people INTEGER NOT NULL,
        made_at VARCHAR NOT NULL,
        CONSTRAINT pk_nominative_export PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE retention_period (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        funder VARCHAR NOT NULL,
        years INTEGER NOT NULL,
        base VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        source VARCHAR,
        CONSTRAINT pk_retention_period PRIMARY KEY (id),
        CONSTRAINT uq_retention_period_funder UNIQUE (funder)
    )
    """,
    """
    CREATE TABLE retention_review (
        id INTEGER NOT NULL,
        held_on DATE NOT NULL,
        due INTEGER NOT NULL,
        kept INTEGER NOT NULL,
        undecided INTEGER NOT NULL,
        CONSTRAINT pk_retention_review PRIMARY KEY (id),
        CONSTRAINT ck_retention_review_held_on_is_date CHECK (date(held_on, '+0 days') IS held_on)
    )
    """,
)
