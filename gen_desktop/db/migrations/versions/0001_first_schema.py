"""Everything that exists at first."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    """
    CREATE TABLE change_set (
        id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        author_kind VARCHAR NOT NULL,
        author_id INTEGER,
        author_name VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        name_digest VARCHAR NOT NULL,
        undoes_id INTEGER,
        undone_by_id INTEGER,
        content_digest VARCHAR NOT NULL,
        seal VARCHAR NOT NULL,
        CONSTRAINT pk_change_set PRIMARY KEY (id),
        CONSTRAINT uq_change_set_position UNIQUE (position)
    )
    """,
    """
    CREATE TABLE company (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        siret VARCHAR,
        naf_code VARCHAR,
        city VARCHAR,
        sort_key VARCHAR NOT NULL,
        CONSTRAINT pk_company PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_company_sort_key ON company (sort_key)",
    """
    CREATE TABLE course (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        family VARCHAR,
        certification_code VARCHAR,
        certification_title VARCHAR,
        certification_valid_until DATE,
        level VARCHAR,
        rome_codes VARCHAR,
        rome_version VARCHAR,
        objective VARCHAR,
        delivery_mode VARCHAR,
        planned_center_minutes INTEGER,
        planned_company_minutes INTEGER,
        is_free BOOLEAN,
        CONSTRAINT pk_course PRIMARY KEY (id),
        CONSTRAINT uq_course_code UNIQUE (code),
        CONSTRAINT ck_course_certification_valid_until_is_date CHECK (date(certification_valid_until, '+0 days') IS certification_valid_until)
    )
    """,
    """
    CREATE TABLE funding_program (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        kind VARCHAR,
        funder VARCHAR,
        agreement_number VARCHAR,
        scheme VARCHAR,
        starts_on DATE,
        ends_on DATE,
        label_number VARCHAR,
        label_ends_on DATE,
        is_eu_cofunded BOOLEAN,
        planned_amount NUMERIC(12, 2),
        realized_amount NUMERIC(12, 2),
        CONSTRAINT pk_funding_program PRIMARY KEY (id),
        CONSTRAINT uq_funding_program_code UNIQUE (code),
        CONSTRAINT ck_funding_program_starts_on_is_date CHECK (date(starts_on, '+0 days') IS starts_on),
        CONSTRAINT ck_funding_program_ends_on_is_date CHECK (date(ends_on, '+0 days') IS ends_on),
        CONSTRAINT ck_funding_program_label_ends_on_is_date CHECK (date(label_ends_on, '+0 days') IS label_ends_on)
    )
    """,
    """
    CREATE TABLE learner (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        last_name VARCHAR NOT NULL,
        first_name VARCHAR NOT NULL,
        birth_name VARCHAR,
        birth_date DATE,
        birth_place VARCHAR,
        sex VARCHAR,
        phone VARCHAR,
        second_phone VARCHAR,
        email VARCHAR,
        address VARCHAR,
        postal_code VARCHAR,
        city VARCHAR,
        insee_code VARCHAR,
        relay_contact VARCHAR,
        france_travail_id VARCHAR,
        note VARCHAR,
        sort_key VARCHAR NOT NULL,
        search_text VARCHAR NOT NULL,
        CONSTRAINT pk_learner PRIMARY KEY (id),
        CONSTRAINT ck_learner_birth_date_is_date CHECK (date(birth_date, '+0 days') IS birth_date)
    )
    """,
    "CREATE INDEX ix_learner_sort_key ON learner (sort_key)",
    """
    CREATE TABLE organization (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        siret VARCHAR,
        nda VARCHAR,
        legal_status VARCHAR,
        qualiopi_number VARCHAR,
        qualiopi_valid_until DATE,
        representative VARCHAR,
        address VARCHAR,
        postal_code VARCHAR,
        city VARCHAR,
        phone VARCHAR,
        email VARCHAR,
        is_invented BOOLEAN NOT NULL,
        CONSTRAINT pk_organization PRIMARY KEY (id),
        CONSTRAINT ck_organization_qualiopi_valid_until_is_date CHECK (date(qualiopi_valid_until, '+0 days') IS qualiopi_valid_until)
    )
    """,
    """
    CREATE TABLE program_parameter (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        valid_from DATE,
        valid_to DATE,
        source VARCHAR,
        CONSTRAINT pk_program_parameter PRIMARY KEY (id),
        CONSTRAINT ck_program_parameter_valid_from_is_date CHECK (date(valid_from, '+0 days') IS valid_from),
        CONSTRAINT ck_program_parameter_valid_to_is_date CHECK (date(valid_to, '+0 days') IS valid_to)
    )
    """,
    "CREATE INDEX ix_program_parameter_code ON program_parameter (code)",
    """
    CREATE TABLE certification_block (
        id INTEGER NOT NULL,
        course_id INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_certification_block PRIMARY KEY (id),
        CONSTRAINT uq_certification_block_course_id_code UNIQUE (course_id, code),
        CONSTRAINT fk_certification_block_course_id FOREIGN KEY(course_id) REFERENCES course (id)
    )
    """,
    "CREATE INDEX ix_certification_block_course_id ON certification_block (course_id)",
    """
    CREATE TABLE record_change (
        id INTEGER NOT NULL,
        change_set_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        record_key VARCHAR NOT NULL,
        "before" TEXT,
        "after" TEXT,
        digest VARCHAR NOT NULL,
        CONSTRAINT pk_record_change PRIMARY KEY (id),
        CONSTRAINT fk_record_change_change_set_id FOREIGN KEY(change_set_id) REFERENCES change_set (id)
    )
    """,
    "CREATE INDEX ix_record_change_change_set_id ON record_change (change_set_id)",
    "CREATE INDEX ix_record_change_kind_record_key ON record_change (kind, record_key)",
    """
    CREATE TABLE site (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        organization_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        address VARCHAR,
        postal_code VARCHAR,
        city VARCHAR,
        insee_code VARCHAR,
        region_code VARCHAR,
        holiday_zone VARCHAR NOT NULL,
        in_qpv BOOLEAN,
        rural_zoning VARCHAR,
        zoning_vintage VARCHAR,
        CONSTRAINT pk_site PRIMARY KEY (id),
        CONSTRAINT fk_site_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id)
    )
    """,
    "CREATE INDEX ix_site_organization_id ON site (organization_id)",
    """
    CREATE TABLE staff_member (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        organization_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        role VARCHAR,
        is_active BOOLEAN NOT NULL,
        CONSTRAINT pk_staff_member PRIMARY KEY (id),
        CONSTRAINT fk_staff_member_organization_id FOREIGN KEY(organization_id) REFERENCES organization (id)
    )
    """,
    "CREATE INDEX ix_staff_member_organization_id ON staff_member (organization_id)",
    """
    CREATE TABLE target (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        funding_program_id INTEGER NOT NULL,
        indicator VARCHAR NOT NULL,
        percent NUMERIC(5, 2) NOT NULL,
        valid_from DATE,
        valid_to DATE,
        source VARCHAR,
        CONSTRAINT pk_target PRIMARY KEY (id),
        CONSTRAINT fk_target_funding_program_id FOREIGN KEY(funding_program_id) REFERENCES funding_program (id),
        CONSTRAINT ck_target_valid_from_is_date CHECK (date(valid_from, '+0 days') IS valid_from),
        CONSTRAINT ck_target_valid_to_is_date CHECK (date(valid_to, '+0 days') IS valid_to)
    )
    """,
    "CREATE INDEX ix_target_funding_program_id ON target (funding_program_id)",
    """
    CREATE TABLE cohort (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        code VARCHAR NOT NULL,
        course_id INTEGER NOT NULL,
        site_id INTEGER,
        funding_program_id INTEGER,
        planned_start DATE NOT NULL,
        planned_end DATE NOT NULL,
        actual_start DATE,
        actual_end DATE,
        seats INTEGER,
        minimum_seats INTEGER,
        declared_applications INTEGER,
        declared_admissions INTEGER,
        carif_session_number VARCHAR,
        carif_action_number VARCHAR,
        referent VARCHAR,
        trainers VARCHAR,
        CONSTRAINT pk_cohort PRIMARY KEY (id),
        CONSTRAINT uq_cohort_code UNIQUE (code),
        CONSTRAINT fk_cohort_course_id FOREIGN KEY(course_id) REFERENCES course (id),
        CONSTRAINT fk_cohort_site_id FOREIGN KEY(site_id) REFERENCES site (id),
        CONSTRAINT fk_cohort_funding_program_id FOREIGN KEY(funding_program_id) REFERENCES funding_program (id),
        CONSTRAINT ck_cohort_planned_start_is_date CHECK (date(planned_start, '+0 days') IS planned_start),
        CONSTRAINT ck_cohort_planned_end_is_date CHECK (date(planned_end, '+0 days') IS planned_end),
        CONSTRAINT ck_cohort_actual_start_is_date CHECK (date(actual_start, '+0 days') IS actual_start),
        CONSTRAINT ck_cohort_actual_end_is_date CHECK (date(actual_end, '+0 days') IS actual_end)
    )
    """,
    "CREATE INDEX ix_cohort_course_id ON cohort (course_id)",
    "CREATE INDEX ix_cohort_funding_program_id ON cohort (funding_program_id)",
    "CREATE INDEX ix_cohort_site_id ON cohort (site_id)",
    """
    CREATE TABLE class_session (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        held_on DATE NOT NULL,
        half_day VARCHAR NOT NULL,
        starts_at TIME NOT NULL,
        ends_at TIME NOT NULL,
        minutes INTEGER NOT NULL,
        delivery_mode VARCHAR,
        module VARCHAR,
        trainer VARCHAR,
        place VARCHAR,
        CONSTRAINT pk_class_session PRIMARY KEY (id),
        CONSTRAINT uq_class_session_cohort_id_held_on_half_day UNIQUE (cohort_id, held_on, half_day),
        CONSTRAINT fk_class_session_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT ck_class_session_held_on_is_date CHECK (date(held_on, '+0 days') IS held_on)
    )
    """,
    """
    CREATE TABLE cohort_slot (
        id INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        weekday INTEGER NOT NULL,
        half_day VARCHAR NOT NULL,
        starts_at TIME NOT NULL,
        ends_at TIME NOT NULL,
        CONSTRAINT pk_cohort_slot PRIMARY KEY (id),
        CONSTRAINT uq_cohort_slot_cohort_id_weekday_half_day UNIQUE (cohort_id, weekday, half_day),
        CONSTRAINT fk_cohort_slot_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id)
    )
    """,
    "CREATE INDEX ix_cohort_slot_cohort_id ON cohort_slot (cohort_id)",
    """
    CREATE TABLE enrollment (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        learner_id INTEGER NOT NULL,
        cohort_id INTEGER NOT NULL,
        applied_on DATE,
        decision VARCHAR NOT NULL,
        decided_on DATE,
        decision_reason VARCHAR,
        is_no_show BOOLEAN NOT NULL,
        planned_entry_on DATE,
        entered_on DATE,
        entry_follows_attendance BOOLEAN NOT NULL,
        aes_on DATE,
        planned_exit_on DATE,
        exit_type VARCHAR,
        exit_on DATE,
        exit_reason VARCHAR,
        other_exit_reasons VARCHAR,
        exit_interview_done BOOLEAN,
        exit_solutions VARCHAR,
        planned_center_minutes INTEGER,
        planned_company_minutes INTEGER,
        prescriber VARCHAR,
        funder VARCHAR,
        remuneration VARCHAR,
        bpf_status VARCHAR,
        last_class VARCHAR,
        highest_diploma VARCHAR,
        situation_before VARCHAR,
        unemployment_months INTEGER,
        france_travail_category VARCHAR,
        france_travail_registered_on DATE,
        is_career_change BOOLEAN,
        in_qpv BOOLEAN,
        qpv_code VARCHAR,
        qpv_method VARCHAR,
        qpv_checked_on DATE,
        rural_zoning VARCHAR,
        zoning_vintage VARCHAR,
        CONSTRAINT pk_enrollment PRIMARY KEY (id),
        CONSTRAINT uq_enrollment_learner_id_cohort_id UNIQUE (learner_id, cohort_id),
        CONSTRAINT fk_enrollment_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id),
        CONSTRAINT fk_enrollment_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT ck_enrollment_applied_on_is_date CHECK (date(applied_on, '+0 days') IS applied_on),
        CONSTRAINT ck_enrollment_decided_on_is_date CHECK (date(decided_on, '+0 days') IS decided_on),
        CONSTRAINT ck_enrollment_planned_entry_on_is_date CHECK (date(planned_entry_on, '+0 days') IS planned_entry_on),
        CONSTRAINT ck_enrollment_entered_on_is_date CHECK (date(entered_on, '+0 days') IS entered_on),
        CONSTRAINT ck_enrollment_aes_on_is_date CHECK (date(aes_on, '+0 days') IS aes_on),
        CONSTRAINT ck_enrollment_planned_exit_on_is_date CHECK (date(planned_exit_on, '+0 days') IS planned_exit_on),
        CONSTRAINT ck_enrollment_exit_on_is_date CHECK (date(exit_on, '+0 days') IS exit_on),
        CONSTRAINT ck_enrollment_france_travail_registered_on_is_date CHECK (date(france_travail_registered_on, '+0 days') IS france_travail_registered_on),
        CONSTRAINT ck_enrollment_qpv_checked_on_is_date CHECK (date(qpv_checked_on, '+0 days') IS qpv_checked_on)
    )
    """,
    "CREATE INDEX ix_enrollment_cohort_id_entered_on_exit_on ON enrollment (cohort_id, entered_on, exit_on)",
    "CREATE INDEX ix_enrollment_learner_id ON enrollment (learner_id)",
    """
    CREATE TABLE issued_document (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        scope VARCHAR NOT NULL,
        as_of DATE NOT NULL,
        issued_at VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        data_fingerprint VARCHAR NOT NULL,
        cohort_id INTEGER,
        CONSTRAINT pk_issued_document PRIMARY KEY (id),
        CONSTRAINT fk_issued_document_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohort (id),
        CONSTRAINT ck_issued_document_as_of_is_date CHECK (date(as_of, '+0 days') IS as_of)
    )
    """,
    "CREATE INDEX ix_issued_document_cohort_id ON issued_document (cohort_id)",
    """
    CREATE TABLE attendance (
        enrollment_id INTEGER NOT NULL,
        class_session_id INTEGER NOT NULL,
        status VARCHAR NOT NULL,
        minutes_present INTEGER NOT NULL,
        document_on DATE,
        CONSTRAINT pk_attendance PRIMARY KEY (enrollment_id, class_session_id),
        CONSTRAINT fk_attendance_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT fk_attendance_class_session_id FOREIGN KEY(class_session_id) REFERENCES class_session (id),
        CONSTRAINT ck_attendance_document_on_is_date CHECK (date(document_on, '+0 days') IS document_on)
    )
 WITHOUT ROWID
    """,
    "CREATE INDEX ix_attendance_class_session_id ON attendance (class_session_id)",
    """
    CREATE TABLE block_result (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        block_id INTEGER NOT NULL,
        result VARCHAR NOT NULL,
        CONSTRAINT pk_block_result PRIMARY KEY (id),
        CONSTRAINT uq_block_result_enrollment_id_block_id UNIQUE (enrollment_id, block_id),
        CONSTRAINT fk_block_result_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT fk_block_result_block_id FOREIGN KEY(block_id) REFERENCES certification_block (id)
    )
    """,
    "CREATE INDEX ix_block_result_block_id ON block_result (block_id)",
    """
    CREATE TABLE certification (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        jury_on DATE,
        is_presented BOOLEAN,
        outcome VARCHAR,
        CONSTRAINT pk_certification PRIMARY KEY (id),
        CONSTRAINT uq_certification_enrollment_id UNIQUE (enrollment_id),
        CONSTRAINT fk_certification_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_certification_jury_on_is_date CHECK (date(jury_on, '+0 days') IS jury_on)
    )
    """,
    """
    CREATE TABLE contact_attempt (
        id INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        horizon INTEGER NOT NULL,
        made_on DATE NOT NULL,
        contact_mode VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        author VARCHAR,
        note VARCHAR,
        CONSTRAINT pk_contact_attempt PRIMARY KEY (id),
        CONSTRAINT fk_contact_attempt_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_contact_attempt_made_on_is_date CHECK (date(made_on, '+0 days') IS made_on)
    )
    """,
    "CREATE INDEX ix_contact_attempt_enrollment_id ON contact_attempt (enrollment_id)",
    """
    CREATE TABLE follow_up (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        horizon INTEGER NOT NULL,
        situation VARCHAR NOT NULL,
        recorded_on DATE NOT NULL,
        contact_mode VARCHAR,
        proof VARCHAR,
        recorded_by VARCHAR,
        contract_months INTEGER,
        is_target_occupation BOOLEAN,
        comment VARCHAR,
        CONSTRAINT pk_follow_up PRIMARY KEY (id),
        CONSTRAINT uq_follow_up_enrollment_id_horizon UNIQUE (enrollment_id, horizon),
        CONSTRAINT fk_follow_up_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_follow_up_recorded_on_is_date CHECK (date(recorded_on, '+0 days') IS recorded_on)
    )
    """,
    """
    CREATE TABLE sensitive_facts (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        is_rqth BOOLEAN,
        rqth_valid_until DATE,
        is_brsa BOOLEAN,
        receives_ass BOOLEAN,
        receives_aah BOOLEAN,
        receives_are BOOLEAN,
        CONSTRAINT pk_sensitive_facts PRIMARY KEY (id),
        CONSTRAINT uq_sensitive_facts_enrollment_id UNIQUE (enrollment_id),
        CONSTRAINT fk_sensitive_facts_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT ck_sensitive_facts_rqth_valid_until_is_date CHECK (date(rqth_valid_until, '+0 days') IS rqth_valid_until)
    )
    """,
    """
    CREATE TABLE placement (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        enrollment_id INTEGER NOT NULL,
        follow_up_id INTEGER,
        company_id INTEGER,
        kind VARCHAR NOT NULL,
        starts_on DATE,
        ends_on DATE,
        contract_type VARCHAR,
        contract_months INTEGER,
        working_time VARCHAR,
        title VARCHAR,
        employer VARCHAR,
        rome_code VARCHAR,
        is_target_occupation BOOLEAN,
        is_digital_sector BOOLEAN,
        is_executive BOOLEAN,
        yearly_gross_salary NUMERIC(10, 2),
        siren VARCHAR,
        legal_form VARCHAR,
        proof VARCHAR,
        CONSTRAINT pk_placement PRIMARY KEY (id),
        CONSTRAINT fk_placement_enrollment_id FOREIGN KEY(enrollment_id) REFERENCES enrollment (id),
        CONSTRAINT fk_placement_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id),
        CONSTRAINT fk_placement_company_id FOREIGN KEY(company_id) REFERENCES company (id),
        CONSTRAINT ck_placement_starts_on_is_date CHECK (date(starts_on, '+0 days') IS starts_on),
        CONSTRAINT ck_placement_ends_on_is_date CHECK (date(ends_on, '+0 days') IS ends_on)
    )
    """,
    "CREATE INDEX ix_placement_company_id ON placement (company_id)",
    "CREATE INDEX ix_placement_enrollment_id ON placement (enrollment_id)",
    "CREATE INDEX ix_placement_follow_up_id ON placement (follow_up_id)",
)
