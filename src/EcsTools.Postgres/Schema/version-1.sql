CREATE TABLE schema_version (
    version integer PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- One process that carries operations out. Its claims hold for as long as its lease, by the clock of this database.
CREATE TABLE runner (
    runner_id uuid PRIMARY KEY,
    host text NOT NULL,
    process integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

-- Which runner has which server. The token is new with every claim, so that a repeated command recognizes its own.
CREATE TABLE claim (
    server_key text PRIMARY KEY,
    runner_id uuid NOT NULL,
    token uuid NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX claim_runner ON claim (runner_id);

-- The journal. The entry is the text that a file of the journal has.
CREATE TABLE operation (
    operation_id text NOT NULL,
    server_key text NOT NULL,
    entry text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (operation_id, server_key)
);
CREATE INDEX operation_server ON operation (server_key);
CREATE INDEX operation_written ON operation (written_at);

CREATE TABLE spent_plan (
    plan_key text PRIMARY KEY,
    token uuid NOT NULL,
    spent_at timestamptz NOT NULL DEFAULT now()
);

-- Each line has the hash of the line before. Runners may add lines, and neither change nor delete them.
CREATE TABLE audit (
    line_number bigint PRIMARY KEY,
    line text NOT NULL
);

-- Which runners use an account right now: they divide what its cloud takes side by side.
CREATE TABLE account_use (
    account_key text NOT NULL,
    runner_id uuid NOT NULL,
    PRIMARY KEY (account_key, runner_id)
);

INSERT INTO schema_version (version) VALUES (1);
