"""Individual paths, company periods, closures, distance work, what follows absences, papers and signed sheets."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    "ALTER TABLE course ADD COLUMN action_type VARCHAR",
    "ALTER TABLE course ADD COLUMN nsf_code VARCHAR",
    "ALTER TABLE course ADD COLUMN formacodes VARCHAR",
    "ALTER TABLE course ADD COLUMN operational_objectives VARCHAR",
    "ALTER TABLE course ADD COLUMN assessment_methods VARCHAR",
    "ALTER TABLE cohort ADD COLUMN france_travail_number VARCHAR",
    "ALTER TABLE cohort ADD COLUMN subcontracting VARCHAR",
    "ALTER TABLE cohort ADD COLUMN welcome_note VARCHAR",
    "ALTER TABLE class_session ADD COLUMN counts_for_bpf BOOLEAN",
    "ALTER TABLE class_session ADD COLUMN note VARCHAR",
    "ALTER TABLE organization ADD COLUMN representative_quality VARCHAR",
    "ALTER TABLE organization ADD COLUMN logo_sha256 VARCHAR",
    "ALTER TABLE funding_program ADD COLUMN logo_sha256 VARCHAR",
    "ALTER TABLE enrollment ADD COLUMN payer_file_number VARCHAR",
    "ALTER TABLE attendance ADD COLUMN document_kind VARCHAR",
    """
    ALTER TABLE attendance ADD COLUMN attached_document_id INTEGER
    CONSTRAINT fk_attendance_attached_document_id REFERENCES attached_document (id)
    """,
    "CREATE INDEX ix_attendance_attached_document_id ON attendance (attached_document_id)",
    """
    ALTER TABLE issued_document ADD COLUMN enrollment_id INTEGER
    CONSTRAINT fk_issued_document_enrollment_id REFERENCES enrollment (id)
    """,
    "CREATE INDEX ix_issued_document_enrollment_id ON issued_document (enrollment_id)",
    "ALTER TABLE issued_document ADD COLUMN number VARCHAR",
    "CREATE UNIQUE INDEX ix_issued_document_number ON issued_document (number)",
    """
    ALTER TABLE issued_document ADD COLUMN replaces_id INTEGER
    CONSTRAINT fk_issued_document_replaces_id REFERENCES issued_document (id)
    """,
    "CREATE INDEX ix_issued_document_replaces_id ON issued_document (replaces_id)",
    """
    ALTER TABLE issued_document ADD COLUMN period_start DATE
    CONSTRAINT ck_issued_document_period_start_is_date CHECK (date(period_start, '+0 days') IS period_start)
    """,
    """
    ALTER TABLE issued_document ADD COLUMN period_end DATE
    CONSTRAINT ck_issued_document_period_end_is_date CHECK (date(period_end, '+0 days') IS period_end)
    """,
    "ALTER TABLE issued_document ADD COLUMN course_title VARCHAR",
    """
    CREATE TABLE exemption (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        starts_on DATE,
        ends_on DATE,
        weekday INTEGER,
        half_day VARCHAR,
        module VARCHAR,
        reason VARCHAR,
        CONSTRAINT pk_exemption PRIMARY KEY (id),
        CONSTRAINT fk_exemption_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_exemption_starts_on_is_date CHECK (date(starts_on, '+0 days') IS starts_on),
        CONSTRAINT ck_exemption_ends_on_is_date CHECK (date(ends_on, '+0 days') IS ends_on)
    )
    """,
    "CREATE INDEX ix_exemption_enrollment_id ON exemption (enrollment_id)",
    """
    CREATE TABLE company_period (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        company_id INTEGER,
        host VARCHAR NOT NULL,
        starts_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        planned_minutes INTEGER,
        done_minutes INTEGER,
        sheet_received_on DATE,
        tutor VARCHAR,
        tutor_contact VARCHAR,
        note VARCHAR,
        CONSTRAINT pk_company_period PRIMARY KEY (id),
        CONSTRAINT fk_company_period_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT fk_company_period_company_id FOREIGN KEY(company_id) REFERENCES company (id),
        CONSTRAINT ck_company_period_starts_on_is_date CHECK (date(starts_on, '+0 days') IS starts_on),
        CONSTRAINT ck_company_period_ends_on_is_date CHECK (date(ends_on, '+0 days') IS ends_on),
        CONSTRAINT ck_company_period_sheet_received_on_is_date CHECK (date(sheet_received_on, '+0 days') IS sheet_received_on)
    )
    """,
    "CREATE INDEX ix_company_period_company_id ON company_period (company_id)",
    "CREATE INDEX ix_company_period_enrollment_id ON company_period (enrollment_id)",
    """
    CREATE TABLE closure (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        site_id INTEGER,
        cohort_id INTEGER,
        starts_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        reason VARCHAR NOT NULL,
        CONSTRAINT pk_closure PRIMARY KEY (id),
        CONSTRAINT fk_closure_site_id FOREIGN KEY(site_id) REFERENCES site (id),
        CONSTRAINT fk_closure_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT ck_closure_starts_on_is_date CHECK (date(starts_on, '+0 days') IS starts_on),
        CONSTRAINT ck_closure_ends_on_is_date CHECK (date(ends_on, '+0 days') IS ends_on)
    )
    """,
    "CREATE INDEX ix_closure_cohort_id ON closure (cohort_id)",
    "CREATE INDEX ix_closure_site_id ON closure (site_id)",
    """
    CREATE TABLE remote_activity (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        title VARCHAR NOT NULL,
        kind VARCHAR,
        estimated_minutes INTEGER NOT NULL,
        planned_on DATE NOT NULL,
        done_on DATE,
        connected_minutes INTEGER,
        result VARCHAR,
        verified_on DATE,
        verified_by VARCHAR,
        log_sha256 VARCHAR,
        CONSTRAINT pk_remote_activity PRIMARY KEY (id),
        CONSTRAINT fk_remote_activity_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_remote_activity_planned_on_is_date CHECK (date(planned_on, '+0 days') IS planned_on),
        CONSTRAINT ck_remote_activity_done_on_is_date CHECK (date(done_on, '+0 days') IS done_on),
        CONSTRAINT ck_remote_activity_verified_on_is_date CHECK (date(verified_on, '+0 days') IS verified_on)
    )
    """,
    "CREATE INDEX ix_remote_activity_enrollment_id ON remote_activity (enrollment_id)",
    """
    CREATE TABLE remote_assistance (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        given_on DATE NOT NULL,
        channel VARCHAR,
        minutes INTEGER,
        helper VARCHAR,
        subject VARCHAR,
        CONSTRAINT pk_remote_assistance PRIMARY KEY (id),
        CONSTRAINT fk_remote_assistance_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_remote_assistance_given_on_is_date CHECK (date(given_on, '+0 days') IS given_on)
    )
    """,
    "CREATE INDEX ix_remote_assistance_enrollment_id ON remote_assistance (enrollment_id)",
    """
    CREATE TABLE absence_contact (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        made_on DATE NOT NULL,
        contact_mode VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        author VARCHAR,
        said VARCHAR,
        offered VARCHAR,
        next_on DATE,
        CONSTRAINT pk_absence_contact PRIMARY KEY (id),
        CONSTRAINT fk_absence_contact_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_absence_contact_made_on_is_date CHECK (date(made_on, '+0 days') IS made_on),
        CONSTRAINT ck_absence_contact_next_on_is_date CHECK (date(next_on, '+0 days') IS next_on)
    )
    """,
    "CREATE INDEX ix_absence_contact_enrollment_id ON absence_contact (enrollment_id)",
    """
    CREATE TABLE month_statement (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        month DATE NOT NULL,
        number INTEGER NOT NULL,
        payer VARCHAR,
        reason VARCHAR,
        opened_on DATE NOT NULL,
        sent_on DATE,
        CONSTRAINT pk_month_statement PRIMARY KEY (id),
        CONSTRAINT uq_month_statement_cohort_id_month_number UNIQUE (cohort_id, month, number),
        CONSTRAINT fk_month_statement_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT ck_month_statement_month_is_date CHECK (date(month, '+0 days') IS month),
        CONSTRAINT ck_month_statement_opened_on_is_date CHECK (date(opened_on, '+0 days') IS opened_on),
        CONSTRAINT ck_month_statement_sent_on_is_date CHECK (date(sent_on, '+0 days') IS sent_on)
    )
    """,
    """
    CREATE TABLE signed_sheet (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        issued_document_id INTEGER,
        title VARCHAR NOT NULL,
        media_type VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        sha256 VARCHAR NOT NULL,
        filed_on DATE NOT NULL,
        CONSTRAINT pk_signed_sheet PRIMARY KEY (id),
        CONSTRAINT fk_signed_sheet_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT fk_signed_sheet_issued_document_id FOREIGN KEY(issued_document_id) REFERENCES issued_document (id),
        CONSTRAINT ck_signed_sheet_filed_on_is_date CHECK (date(filed_on, '+0 days') IS filed_on)
    )
    """,
    "CREATE INDEX ix_signed_sheet_cohort_id ON signed_sheet (cohort_id)",
    "CREATE INDEX ix_signed_sheet_issued_document_id ON signed_sheet (issued_document_id)",
    """
    CREATE TABLE sheet_half_day (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        signed_sheet_id INTEGER NOT NULL,
        class_session_id INTEGER NOT NULL,
        trainer_signed BOOLEAN,
        CONSTRAINT pk_sheet_half_day PRIMARY KEY (id),
        CONSTRAINT uq_sheet_half_day_signed_sheet_id_class_session_id UNIQUE (signed_sheet_id, class_session_id),
        CONSTRAINT fk_sheet_half_day_signed_sheet_id FOREIGN KEY(signed_sheet_id) REFERENCES signed_sheet (id),
        CONSTRAINT fk_sheet_half_day_class_session_id FOREIGN KEY(class_session_id) REFERENCES class_session (id)
    )
    """,
    "CREATE INDEX ix_sheet_half_day_class_session_id ON sheet_half_day (class_session_id)",
    """
    CREATE TABLE signature_defect (
        id INTEGER NOT NULL,
        sheet_half_day_id INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        defect VARCHAR NOT NULL,
        CONSTRAINT pk_signature_defect PRIMARY KEY (id),
        CONSTRAINT uq_signature_defect_sheet_half_day_id_enrollment_id UNIQUE (sheet_half_day_id, enrollment_id),
        CONSTRAINT fk_signature_defect_sheet_half_day_id FOREIGN KEY(sheet_half_day_id) REFERENCES sheet_half_day (id),
        CONSTRAINT fk_signature_defect_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id)
    )
    """,
    "CREATE INDEX ix_signature_defect_enrollment_id ON signature_defect (enrollment_id)",
    """
    CREATE TABLE document_sequence (
        prefix VARCHAR NOT NULL,
        last INTEGER NOT NULL,
        CONSTRAINT pk_document_sequence PRIMARY KEY (prefix)
    )
    """,
)
