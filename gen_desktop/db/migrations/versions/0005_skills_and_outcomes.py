"""Skills, juries, satisfaction, complaints, employers' contacts, and what dated facts of an outcome need."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    """
    CREATE TABLE skill (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        block_id INTEGER NOT NULL,
        title VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_skill PRIMARY KEY (id),
        CONSTRAINT uq_skill_block_id_title UNIQUE (block_id, title),
        CONSTRAINT fk_skill_block_id FOREIGN KEY(block_id) REFERENCES certification_block (id)
    )
    """,
    """
    CREATE TABLE skill_level (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        skill_id INTEGER NOT NULL,
        stage VARCHAR NOT NULL,
        level VARCHAR NOT NULL,
        assessed_on DATE NOT NULL,
        CONSTRAINT pk_skill_level PRIMARY KEY (id),
        CONSTRAINT uq_skill_level_enrollment_id_skill_id_stage UNIQUE (enrollment_id, skill_id, stage),
        CONSTRAINT fk_skill_level_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT fk_skill_level_skill_id FOREIGN KEY(skill_id) REFERENCES skill (id),
        CONSTRAINT ck_skill_level_assessed_on_is_date CHECK (date(assessed_on, '+0 days') IS assessed_on)
    )
    """,
    "CREATE INDEX ix_skill_level_skill_id ON skill_level (skill_id)",
    """
    CREATE TABLE jury_session (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        held_on DATE NOT NULL,
        place VARCHAR,
        record_number VARCHAR,
        record_received_on DATE,
        note VARCHAR,
        CONSTRAINT pk_jury_session PRIMARY KEY (id),
        CONSTRAINT fk_jury_session_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT ck_jury_session_held_on_is_date CHECK (date(held_on, '+0 days') IS held_on),
        CONSTRAINT ck_jury_session_record_received_on_is_date CHECK (date(record_received_on, '+0 days') IS record_received_on)
    )
    """,
    "CREATE INDEX ix_jury_session_cohort_id ON jury_session (cohort_id)",
    """
    CREATE TABLE rncp_sheet (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        level VARCHAR,
        valid_until DATE,
        certifier VARCHAR,
        rome_codes VARCHAR,
        nsf_code VARCHAR,
        formacodes VARCHAR,
        source VARCHAR NOT NULL,
        CONSTRAINT pk_rncp_sheet PRIMARY KEY (id),
        CONSTRAINT uq_rncp_sheet_code UNIQUE (code),
        CONSTRAINT ck_rncp_sheet_valid_until_is_date CHECK (date(valid_until, '+0 days') IS valid_until)
    )
    """,
    """
    CREATE TABLE rncp_block (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        rncp_sheet_id INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        skills VARCHAR,
        position INTEGER NOT NULL,
        CONSTRAINT pk_rncp_block PRIMARY KEY (id),
        CONSTRAINT uq_rncp_block_rncp_sheet_id_code UNIQUE (rncp_sheet_id, code),
        CONSTRAINT fk_rncp_block_rncp_sheet_id FOREIGN KEY(rncp_sheet_id) REFERENCES rncp_sheet (id)
    )
    """,
    """
    CREATE TABLE satisfaction_answer (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        enrollment_id INTEGER,
        horizon INTEGER NOT NULL,
        respondent VARCHAR NOT NULL,
        sent_on DATE,
        reminded_on DATE,
        answered_on DATE,
        mode VARCHAR,
        comment VARCHAR,
        CONSTRAINT pk_satisfaction_answer PRIMARY KEY (id),
        CONSTRAINT uq_satisfaction_answer_enrollment_id_horizon_respondent UNIQUE (enrollment_id, horizon, respondent),
        CONSTRAINT fk_satisfaction_answer_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT fk_satisfaction_answer_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_satisfaction_answer_sent_on_is_date CHECK (date(sent_on, '+0 days') IS sent_on),
        CONSTRAINT ck_satisfaction_answer_reminded_on_is_date CHECK (date(reminded_on, '+0 days') IS reminded_on),
        CONSTRAINT ck_satisfaction_answer_answered_on_is_date CHECK (date(answered_on, '+0 days') IS answered_on)
    )
    """,
    "CREATE INDEX ix_satisfaction_answer_cohort_id ON satisfaction_answer (cohort_id)",
    """
    CREATE TABLE satisfaction_score (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        satisfaction_answer_id INTEGER NOT NULL,
        item VARCHAR NOT NULL,
        score INTEGER NOT NULL,
        CONSTRAINT pk_satisfaction_score PRIMARY KEY (id),
        CONSTRAINT uq_satisfaction_score_satisfaction_answer_id_item UNIQUE (satisfaction_answer_id, item),
        CONSTRAINT fk_satisfaction_score_satisfaction_answer_id FOREIGN KEY(satisfaction_answer_id) REFERENCES satisfaction_answer (id)
    )
    """,
    """
    CREATE TABLE complaint (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        received_on DATE NOT NULL,
        channel VARCHAR,
        complainant VARCHAR NOT NULL,
        cohort_id INTEGER,
        enrollment_id INTEGER,
        subject VARCHAR NOT NULL,
        gravity VARCHAR,
        acknowledged_on DATE,
        description VARCHAR,
        answer VARCHAR,
        answered_on DATE,
        measure VARCHAR,
        measure_due_on DATE,
        handled_by VARCHAR,
        closed_on DATE,
        CONSTRAINT pk_complaint PRIMARY KEY (id),
        CONSTRAINT fk_complaint_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT fk_complaint_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_complaint_received_on_is_date CHECK (date(received_on, '+0 days') IS received_on),
        CONSTRAINT ck_complaint_acknowledged_on_is_date CHECK (date(acknowledged_on, '+0 days') IS acknowledged_on),
        CONSTRAINT ck_complaint_answered_on_is_date CHECK (date(answered_on, '+0 days') IS answered_on),
        CONSTRAINT ck_complaint_measure_due_on_is_date CHECK (date(measure_due_on, '+0 days') IS measure_due_on),
        CONSTRAINT ck_complaint_closed_on_is_date CHECK (date(closed_on, '+0 days') IS closed_on)
    )
    """,
    "CREATE INDEX ix_complaint_cohort_id ON complaint (cohort_id)",
    "CREATE INDEX ix_complaint_enrollment_id ON complaint (enrollment_id)",
    """
    CREATE TABLE message_template (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        subject VARCHAR,
        body VARCHAR NOT NULL,
        CONSTRAINT pk_message_template PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE company_contact (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        company_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        role VARCHAR,
        phone VARCHAR,
        email VARCHAR,
        CONSTRAINT pk_company_contact PRIMARY KEY (id),
        CONSTRAINT fk_company_contact_company_id FOREIGN KEY(company_id) REFERENCES company (id)
    )
    """,
    "CREATE INDEX ix_company_contact_company_id ON company_contact (company_id)",
    """
    ALTER TABLE certification ADD COLUMN jury_session_id INTEGER
    CONSTRAINT fk_certification_jury_session_id REFERENCES jury_session (id)
    """,
    "CREATE INDEX ix_certification_jury_session_id ON certification (jury_session_id)",
    "ALTER TABLE certification ADD COLUMN certificate_number VARCHAR",
    """
    ALTER TABLE certification ADD COLUMN certificate_received_on DATE
    CONSTRAINT ck_certification_certificate_received_on_is_date CHECK (date(certificate_received_on, '+0 days') IS certificate_received_on)
    """,
    """
    ALTER TABLE certification ADD COLUMN certificate_handed_on DATE
    CONSTRAINT ck_certification_certificate_handed_on_is_date CHECK (date(certificate_handed_on, '+0 days') IS certificate_handed_on)
    """,
    """
    ALTER TABLE enrollment ADD COLUMN exit_interviewed_on DATE
    CONSTRAINT ck_enrollment_exit_interviewed_on_is_date CHECK (date(exit_interviewed_on, '+0 days') IS exit_interviewed_on)
    """,
    "ALTER TABLE enrollment ADD COLUMN exit_interview_note VARCHAR",
    "ALTER TABLE enrollment ADD COLUMN exit_next_step VARCHAR",
    """
    ALTER TABLE enrollment ADD COLUMN employer_company_id INTEGER
    CONSTRAINT fk_enrollment_employer_company_id REFERENCES company (id)
    """,
    "CREATE INDEX ix_enrollment_employer_company_id ON enrollment (employer_company_id)",
    """
    ALTER TABLE sensitive_facts ADD COLUMN esf_collected_on DATE
    CONSTRAINT ck_sensitive_facts_esf_collected_on_is_date CHECK (date(esf_collected_on, '+0 days') IS esf_collected_on)
    """,
    """
    ALTER TABLE sensitive_facts ADD COLUMN esf_exit_collected_on DATE
    CONSTRAINT ck_sensitive_facts_esf_exit_collected_on_is_date CHECK (date(esf_exit_collected_on, '+0 days') IS esf_exit_collected_on)
    """,
    "ALTER TABLE sensitive_facts ADD COLUMN nationality VARCHAR",
    "ALTER TABLE sensitive_facts ADD COLUMN has_foreign_background VARCHAR",
    "ALTER TABLE sensitive_facts ADD COLUMN is_minority VARCHAR",
    "ALTER TABLE sensitive_facts ADD COLUMN is_homeless VARCHAR",
    "ALTER TABLE funding_program ADD COLUMN follow_up_horizons VARCHAR",
    "ALTER TABLE funding_program ADD COLUMN follow_up_window_before INTEGER",
    "ALTER TABLE funding_program ADD COLUMN follow_up_window_after INTEGER",
    "ALTER TABLE contact_attempt ADD COLUMN made_at TIME",
    "ALTER TABLE contact_attempt ADD COLUMN number VARCHAR",
    """
    ALTER TABLE contact_attempt ADD COLUMN next_on DATE
    CONSTRAINT ck_contact_attempt_next_on_is_date CHECK (date(next_on, '+0 days') IS next_on)
    """,
    "ALTER TABLE contact_attempt ADD COLUMN next_at TIME",
    "ALTER TABLE contact_point ADD COLUMN is_relay BOOLEAN",
    """
    ALTER TABLE placement ADD COLUMN attached_document_id INTEGER
    CONSTRAINT fk_placement_attached_document_id REFERENCES attached_document (id)
    """,
    "CREATE INDEX ix_placement_attached_document_id ON placement (attached_document_id)",
    "ALTER TABLE placement ADD COLUMN contract_nature VARCHAR",
    "ALTER TABLE placement ADD COLUMN rome_version VARCHAR",
    "ALTER TABLE placement ADD COLUMN training_body VARCHAR",
    "ALTER TABLE placement ADD COLUMN training_level VARCHAR",
    "ALTER TABLE placement ADD COLUMN note VARCHAR",
    "ALTER TABLE placement ADD COLUMN weekly_minutes INTEGER",
    """
    ALTER TABLE placement ADD COLUMN recorded_on DATE
    CONSTRAINT ck_placement_recorded_on_is_date CHECK (date(recorded_on, '+0 days') IS recorded_on)
    """,
    """
    ALTER TABLE placement ADD COLUMN confirmed_on DATE
    CONSTRAINT ck_placement_confirmed_on_is_date CHECK (date(confirmed_on, '+0 days') IS confirmed_on)
    """,
    "ALTER TABLE company ADD COLUMN address VARCHAR",
    "ALTER TABLE company ADD COLUMN postal_code VARCHAR",
    "ALTER TABLE company ADD COLUMN phone VARCHAR",
    "ALTER TABLE company ADD COLUMN email VARCHAR",
    "ALTER TABLE company ADD COLUMN note VARCHAR",
)
