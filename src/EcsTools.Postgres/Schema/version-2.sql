-- For how long the cloud of an account wants to be left alone with one kind of call. This runner was told; the others wait, too.
CREATE TABLE throttle (
    account_key text NOT NULL,
    operation text NOT NULL,
    runner_id uuid NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (account_key, operation)
);

-- Who is a runner already remains one.
DO $$
DECLARE
    runner_role text;
BEGIN
    FOR runner_role IN
        SELECT grantee FROM information_schema.role_table_grants
        WHERE table_schema = current_schema() AND table_name = 'account_use' AND privilege_type = 'INSERT' AND grantee <> current_user
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO %I', runner_role);
    END LOOP;
END
$$;

INSERT INTO schema_version (version) VALUES (2);
