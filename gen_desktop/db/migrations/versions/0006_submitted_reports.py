"""Reports that were submitted, and the bytes of what was issued."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    "ALTER TABLE issued_document ADD COLUMN content_sha256 VARCHAR",
    """
    CREATE TABLE submitted_report (
        id INTEGER NOT NULL,
        issued_document_id INTEGER NOT NULL,
        base_number VARCHAR NOT NULL,
        correction INTEGER NOT NULL,
        reason VARCHAR,
        recipient VARCHAR,
        submitted_by VARCHAR NOT NULL,
        scope VARCHAR NOT NULL,
        data_sha256 VARCHAR NOT NULL,
        people_sha256 VARCHAR NOT NULL,
        data_seal VARCHAR NOT NULL,
        parameters_sha256 VARCHAR NOT NULL,
        program_version VARCHAR NOT NULL,
        signer VARCHAR,
        CONSTRAINT pk_submitted_report PRIMARY KEY (id),
        CONSTRAINT uq_submitted_report_issued_document_id UNIQUE (issued_document_id),
        CONSTRAINT uq_submitted_report_base_number_correction UNIQUE (base_number, correction),
        CONSTRAINT fk_submitted_report_issued_document_id FOREIGN KEY(issued_document_id) REFERENCES issued_document (id)
    )
    """,
)
