"""People to the full, their intake, what was imported of them, and the official lists of places."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    "ALTER TABLE learner ADD COLUMN to_correct VARCHAR",
    """
    ALTER TABLE enrollment ADD COLUMN positioned_on DATE
    CONSTRAINT ck_enrollment_positioned_on_is_date CHECK (date(positioned_on, '+0 days') IS positioned_on)
    """,
    "ALTER TABLE enrollment ADD COLUMN positioning_method VARCHAR",
    """
    ALTER TABLE enrollment ADD COLUMN interviewed_on DATE
    CONSTRAINT ck_enrollment_interviewed_on_is_date CHECK (date(interviewed_on, '+0 days') IS interviewed_on)
    """,
    "ALTER TABLE enrollment ADD COLUMN interviewer VARCHAR",
    "ALTER TABLE enrollment ADD COLUMN interview_note VARCHAR",
    "ALTER TABLE enrollment ADD COLUMN waiting_rank INTEGER",
    "ALTER TABLE enrollment ADD COLUMN qpv_vintage VARCHAR",
    "ALTER TABLE enrollment ADD COLUMN zoning_method VARCHAR",
    """
    ALTER TABLE enrollment ADD COLUMN zoning_checked_on DATE
    CONSTRAINT ck_enrollment_zoning_checked_on_is_date CHECK (date(zoning_checked_on, '+0 days') IS zoning_checked_on)
    """,
    """
    CREATE TABLE contact_point (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        learner_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        whose VARCHAR,
        CONSTRAINT pk_contact_point PRIMARY KEY (id),
        CONSTRAINT fk_contact_point_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id)
    )
    """,
    "CREATE INDEX ix_contact_point_learner_id ON contact_point (learner_id)",
    """
    CREATE TABLE consent (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        learner_id INTEGER NOT NULL,
        purpose VARCHAR NOT NULL,
        is_given BOOLEAN NOT NULL,
        said_on DATE NOT NULL,
        way VARCHAR,
        CONSTRAINT pk_consent PRIMARY KEY (id),
        CONSTRAINT fk_consent_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id),
        CONSTRAINT ck_consent_said_on_is_date CHECK (date(said_on, '+0 days') IS said_on)
    )
    """,
    "CREATE INDEX ix_consent_learner_id ON consent (learner_id)",
    """
    CREATE TABLE stored_content (
        sha256 VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        content BLOB NOT NULL,
        CONSTRAINT pk_stored_content PRIMARY KEY (sha256)
    )
    """,
    """
    CREATE TABLE attached_document (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        learner_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        media_type VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        sha256 VARCHAR NOT NULL,
        added_on DATE NOT NULL,
        CONSTRAINT pk_attached_document PRIMARY KEY (id),
        CONSTRAINT fk_attached_document_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id),
        CONSTRAINT ck_attached_document_added_on_is_date CHECK (date(added_on, '+0 days') IS added_on)
    )
    """,
    "CREATE INDEX ix_attached_document_learner_id ON attached_document (learner_id)",
    """
    CREATE TABLE zoning_list (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        valid_from DATE NOT NULL,
        valid_to DATE,
        source VARCHAR,
        imported_on DATE NOT NULL,
        places INTEGER NOT NULL,
        sha256 VARCHAR NOT NULL,
        CONSTRAINT pk_zoning_list PRIMARY KEY (id),
        CONSTRAINT ck_zoning_list_valid_from_is_date CHECK (date(valid_from, '+0 days') IS valid_from),
        CONSTRAINT ck_zoning_list_valid_to_is_date CHECK (date(valid_to, '+0 days') IS valid_to),
        CONSTRAINT ck_zoning_list_imported_on_is_date CHECK (date(imported_on, '+0 days') IS imported_on)
    )
    """,
    """
    CREATE TABLE doubtful_pair (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        first_id INTEGER NOT NULL,
        second_id INTEGER NOT NULL,
        reasons VARCHAR NOT NULL,
        found_on DATE NOT NULL,
        state VARCHAR NOT NULL,
        settled_on DATE,
        CONSTRAINT pk_doubtful_pair PRIMARY KEY (id),
        CONSTRAINT uq_doubtful_pair_first_id_second_id UNIQUE (first_id, second_id),
        CONSTRAINT fk_doubtful_pair_first_id FOREIGN KEY(first_id) REFERENCES learner (id),
        CONSTRAINT fk_doubtful_pair_second_id FOREIGN KEY(second_id) REFERENCES learner (id),
        CONSTRAINT ck_doubtful_pair_found_on_is_date CHECK (date(found_on, '+0 days') IS found_on),
        CONSTRAINT ck_doubtful_pair_settled_on_is_date CHECK (date(settled_on, '+0 days') IS settled_on)
    )
    """,
    "CREATE INDEX ix_doubtful_pair_second_id ON doubtful_pair (second_id)",
    """
    CREATE TABLE merged_record (
        id INTEGER NOT NULL,
        learner_id INTEGER NOT NULL,
        gone_id INTEGER NOT NULL,
        merged_on DATE NOT NULL,
        CONSTRAINT pk_merged_record PRIMARY KEY (id),
        CONSTRAINT fk_merged_record_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id),
        CONSTRAINT ck_merged_record_merged_on_is_date CHECK (date(merged_on, '+0 days') IS merged_on)
    )
    """,
    "CREATE INDEX ix_merged_record_learner_id ON merged_record (learner_id)",
    """
    CREATE TABLE prerequisite (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        course_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_prerequisite PRIMARY KEY (id),
        CONSTRAINT uq_prerequisite_course_id_name UNIQUE (course_id, name),
        CONSTRAINT fk_prerequisite_course_id FOREIGN KEY(course_id) REFERENCES course (id)
    )
    """,
    """
    CREATE TABLE positioning (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        prerequisite_id INTEGER NOT NULL,
        level VARCHAR NOT NULL,
        CONSTRAINT pk_positioning PRIMARY KEY (id),
        CONSTRAINT uq_positioning_enrollment_id_prerequisite_id UNIQUE (enrollment_id, prerequisite_id),
        CONSTRAINT fk_positioning_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT fk_positioning_prerequisite_id FOREIGN KEY(prerequisite_id) REFERENCES prerequisite (id)
    )
    """,
    "CREATE INDEX ix_positioning_prerequisite_id ON positioning (prerequisite_id)",
    """
    CREATE TABLE saved_view (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        page VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        criteria VARCHAR NOT NULL,
        columns VARCHAR,
        CONSTRAINT pk_saved_view PRIMARY KEY (id),
        CONSTRAINT uq_saved_view_page_name UNIQUE (page, name)
    )
    """,
    """
    CREATE TABLE import_report (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        made_at VARCHAR NOT NULL,
        lines INTEGER NOT NULL,
        created INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        doubtful INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        repaired INTEGER NOT NULL,
        sha256 VARCHAR NOT NULL,
        CONSTRAINT pk_import_report PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE import_mapping (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        titles_digest VARCHAR NOT NULL,
        choices VARCHAR NOT NULL,
        used_on DATE NOT NULL,
        CONSTRAINT pk_import_mapping PRIMARY KEY (id),
        CONSTRAINT uq_import_mapping_kind_titles_digest UNIQUE (kind, titles_digest),
        CONSTRAINT ck_import_mapping_used_on_is_date CHECK (date(used_on, '+0 days') IS used_on)
    )
    """,
)
