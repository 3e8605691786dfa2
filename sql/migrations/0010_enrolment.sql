-- 0010 enrolment: invitations, who redeemed them with which key, who else tried; a person's own change of keys.
--
-- The code of an invitation is a secret: only its hash is here. What the daemon may do to keys are two functions: redeem
-- an invitation, and change a person's key by another one. Both give a verdict, not an error, and are safe to repeat.

ALTER TABLE daybook.daemon ADD COLUMN enrol_endpoint text NOT NULL DEFAULT '';
COMMENT ON COLUMN daybook.daemon.endpoint IS '客户端连接的地址 | where clients reach it';
COMMENT ON COLUMN daybook.daemon.enrol_endpoint IS '登记端口,空为已关闭 | where keys are enrolled; empty: nowhere';

CREATE OR REPLACE VIEW office.daemons AS
SELECT name, started_at, alive_at, accepting, endpoint, encode(server_key, 'hex') AS server_key, version, counters,
       enrol_endpoint
  FROM daybook.daemon;

CREATE TABLE daybook.invitation (
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    person_id int4 NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    made_by text NOT NULL DEFAULT session_user,
    expires_at timestamptz NOT NULL,
    used_key bytea CHECK (length(used_key) = 32),
    used_at timestamptz,
    CONSTRAINT invitation_pkey PRIMARY KEY (code_hash),
    CONSTRAINT invitation_order CHECK (made_at < expires_at),
    CONSTRAINT invitation_used CHECK ((used_key IS NULL) = (used_at IS NULL)),
    CONSTRAINT invitation_person_fkey FOREIGN KEY (person_id) REFERENCES daybook.person
);
CREATE INDEX invitation_person ON daybook.invitation (person_id);
COMMENT ON TABLE daybook.invitation IS '登记邀请,只存代码的散列 | invitations to enrol a key; only the code''s hash is kept';

-- Keys that came too late, or second: whoever they are, they hold the code.
CREATE TABLE daybook.invitation_attempt (
    code_hash bytea NOT NULL,
    public_key bytea NOT NULL CHECK (length(public_key) = 32),
    verdict text NOT NULL CHECK (verdict IN ('used', 'expired')),
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    tries int4 NOT NULL CHECK (tries > 0),
    CONSTRAINT invitation_attempt_pkey PRIMARY KEY (code_hash, public_key),
    CONSTRAINT invitation_attempt_invitation_fkey FOREIGN KEY (code_hash) REFERENCES daybook.invitation
);
COMMENT ON TABLE daybook.invitation_attempt IS
    '别的密钥来用同一邀请 | other keys that came with the code of an invitation';

-- ---------------------------------------------------------------- what the office sees

CREATE VIEW office.invitations AS
SELECT q.code AS person_code, q.name AS person, i.made_at, i.made_by, i.expires_at, i.used_at,
       encode(i.used_key, 'hex') AS used_key, count(a.public_key) AS other_keys, max(a.last_at) AS other_last_at,
       CASE WHEN i.used_at IS NOT NULL THEN 'USED' WHEN i.expires_at <= now() THEN 'EXPIRED' ELSE 'OPEN' END AS state
  FROM daybook.invitation i
  JOIN daybook.person q ON q.person_id = i.person_id
  LEFT JOIN daybook.invitation_attempt a ON a.code_hash = i.code_hash
 GROUP BY i.code_hash, q.code, q.name;
COMMENT ON VIEW office.invitations IS '登记邀请 | invitations: for whom, until when, redeemed when and by which key';
COMMENT ON COLUMN office.invitations.other_keys IS
    '另有几把密钥拿着同一邀请来过,应为 0 | how many other keys came with the same code: ought to be 0';

CREATE VIEW office.invitation_attempts AS
SELECT q.code AS person_code, q.name AS person, i.made_at, encode(a.public_key, 'hex') AS public_key, a.verdict,
       a.first_at, a.last_at, a.tries
  FROM daybook.invitation_attempt a
  JOIN daybook.invitation i ON i.code_hash = a.code_hash
  JOIN daybook.person q ON q.person_id = i.person_id;
COMMENT ON VIEW office.invitation_attempts IS
    '拿着已用或过期邀请来的密钥 | keys that came with an invitation that was used or had expired';

-- ---------------------------------------------------------------- the office's act

CREATE FUNCTION office.invite(person_code text, code_hash text, reason text DEFAULT '') RETURNS timestamptz
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    guest int;
    ends timestamptz := now() + interval '24 hours';
BEGIN
    SELECT person_id INTO guest FROM daybook.person WHERE code = person_code;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB008', format('there is no person with the code "%s" in the roster', person_code),
                             format('花名册里没有编号"%s"', person_code));
    END IF;
    IF coalesce(code_hash, '') !~ '^[0-9A-Fa-f]{64}$' THEN
        PERFORM daybook.fail('DB040', 'the hash of an invitation''s code is 64 hexadecimal digits',
                             '邀请代码的散列应为 64 位十六进制数');
    END IF;
    INSERT INTO daybook.invitation (code_hash, person_id, made_by, expires_at)
    VALUES (decode(code_hash, 'hex'), guest, session_user, ends);
    PERFORM daybook.note_act('invite', person_code, reason, jsonb_build_object('expires_at', ends));
    RETURN ends;
END
$$;
COMMENT ON FUNCTION office.invite(text, text, text) IS
    '邀请某人登记密钥,24 小时内有效 | invites a person to enrol a key, for 24 hours';

CREATE FUNCTION office.withdraw_invitations(person_code text, reason text) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    withdrawn int;
BEGIN
    PERFORM daybook.need_reason(reason);
    IF NOT EXISTS (SELECT FROM daybook.person WHERE code = person_code) THEN
        PERFORM daybook.fail('DB008', format('there is no person with the code "%s" in the roster', person_code),
                             format('花名册里没有编号"%s"', person_code));
    END IF;
    UPDATE daybook.invitation i
       SET expires_at = greatest(now(), i.made_at + interval '1 microsecond')
      FROM daybook.person q
     WHERE q.person_id = i.person_id AND q.code = person_code AND i.used_at IS NULL AND i.expires_at > now();
    GET DIAGNOSTICS withdrawn = ROW_COUNT;
    PERFORM daybook.note_act('withdraw_invitations', person_code, reason, jsonb_build_object('withdrawn', withdrawn));
    RETURN withdrawn;
END
$$;
COMMENT ON FUNCTION office.withdraw_invitations(text, text) IS
    '收回某人尚未使用的邀请 | ends the invitations of a person that are not used yet';

-- ---------------------------------------------------------------- what the daemon asks

-- Somebody came with the code and may not have it: kept for the office, not without end.
CREATE FUNCTION daybook.note_attempt(hash bytea, key bytea, said text) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
INSERT INTO daybook.invitation_attempt AS a (code_hash, public_key, verdict, first_at, last_at, tries)
SELECT hash, key, said, now(), now(), 1
 WHERE (SELECT count(*) FROM daybook.invitation_attempt WHERE code_hash = hash AND public_key <> key) < 50
    ON CONFLICT (code_hash, public_key) DO UPDATE SET last_at = now(), tries = a.tries + 1, verdict = excluded.verdict
$$;

-- Redeem the code with this hash for this key. The verdict is 'enrolled', or one of the reasons of PROTOCOL.md; `since`
-- says when it was redeemed, or could be last. person is 0 unless enrolled.
CREATE FUNCTION daybook.redeem(hash bytea, key bytea, OUT verdict text, OUT since timestamptz, OUT person int4)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    asked daybook.invitation;
    holder daybook.client_key;
BEGIN
    person := 0;
    SELECT * INTO asked FROM daybook.invitation WHERE code_hash = hash FOR UPDATE;
    IF NOT FOUND THEN
        verdict := 'code.unknown';
        RETURN;
    END IF;
    IF asked.used_key <> key THEN
        verdict := 'code.used';
        since := asked.used_at;
        PERFORM daybook.note_attempt(hash, key, 'used');
        RETURN;
    END IF;
    IF asked.used_key IS NULL AND asked.expires_at <= now() THEN
        verdict := 'code.expired';
        since := asked.expires_at;
        PERFORM daybook.note_attempt(hash, key, 'expired');
        RETURN;
    END IF;
    INSERT INTO daybook.client_key (public_key, person_id, approved_by) VALUES (key, asked.person_id, asked.made_by)
        ON CONFLICT DO NOTHING;
    SELECT * INTO holder FROM daybook.client_key WHERE public_key = key;
    IF holder.revoked_at IS NOT NULL OR holder.person_id <> asked.person_id THEN
        verdict := CASE WHEN holder.person_id <> asked.person_id THEN 'key.taken' ELSE 'key.revoked' END;
        RETURN;
    END IF;
    verdict := 'enrolled';
    since := coalesce(asked.used_at, now());
    person := asked.person_id;
    IF asked.used_key IS NULL THEN
        UPDATE daybook.invitation SET used_key = key, used_at = since WHERE code_hash = hash;
        PERFORM daybook.note_act('redeem', (SELECT code FROM daybook.person WHERE person_id = asked.person_id), '',
                                 jsonb_build_object('public_key', encode(key, 'hex'), 'invited_by', asked.made_by));
    END IF;
END
$$;
COMMENT ON FUNCTION daybook.redeem(bytea, bytea) IS '用邀请登记密钥 | redeems an invitation for a key';

-- One key of a person speaks for another one. The verdict is 'added', 'retired', or one of the reasons of PROTOCOL.md.
CREATE FUNCTION daybook.change_key(asking bytea, added bytea, retired bytea, OUT verdict text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    asker daybook.client_key;
    other daybook.client_key;
BEGIN
    -- One change of a person at a time; what the asking key is is read behind the lock: two keys may retire each other at once.
    PERFORM FROM daybook.person p JOIN daybook.client_key k ON k.person_id = p.person_id
      WHERE k.public_key = asking FOR NO KEY UPDATE OF p;
    SELECT * INTO asker FROM daybook.client_key WHERE public_key = asking;
    IF NOT FOUND OR asker.revoked_at IS NOT NULL THEN
        verdict := 'key.revoked';
        RETURN;
    END IF;
    SELECT * INTO other FROM daybook.client_key WHERE public_key = coalesce(added, retired);
    IF other.person_id <> asker.person_id OR (added IS NOT NULL AND other.revoked_at IS NOT NULL) OR retired = asking THEN
        verdict := 'key.taken';
    ELSIF added IS NOT NULL AND other.public_key IS NULL AND 8 <= (
              SELECT count(*) FROM daybook.client_key WHERE person_id = asker.person_id AND revoked_at IS NULL) THEN
        verdict := 'keys.many';
    ELSIF added IS NOT NULL THEN
        verdict := 'added';
        INSERT INTO daybook.client_key (public_key, person_id, approved_by)
        SELECT added, asker.person_id, 'key ' || left(encode(asking, 'hex'), 16) WHERE other.public_key IS NULL;
    ELSE
        verdict := 'retired';
        UPDATE daybook.client_key SET revoked_at = now(), revoked_by = 'key ' || left(encode(asking, 'hex'), 16)
         WHERE public_key = retired AND revoked_at IS NULL;
    END IF;
    IF (verdict = 'added' AND other.public_key IS NULL) OR
       (verdict = 'retired' AND other.public_key IS NOT NULL AND other.revoked_at IS NULL) THEN
        PERFORM daybook.note_act(CASE verdict WHEN 'added' THEN 'add_key' ELSE 'retire_key' END,
                                 (SELECT code FROM daybook.person WHERE person_id = asker.person_id), '',
                                 jsonb_build_object('public_key', encode(coalesce(added, retired), 'hex'),
                                                    'by_key', encode(asking, 'hex')));
    END IF;
END
$$;
COMMENT ON FUNCTION daybook.change_key(bytea, bytea, bytea) IS
    '用一把在用的密钥增减本人的另一把 | a key in force adds or retires another one of the same person';

-- ---------------------------------------------------------------- who may

GRANT SELECT ON office.invitations, office.invitation_attempts TO daybook_office;
GRANT EXECUTE ON FUNCTION office.invite(text, text, text), office.withdraw_invitations(text, text) TO daybook_office;
GRANT EXECUTE ON FUNCTION daybook.redeem(bytea, bytea), daybook.change_key(bytea, bytea, bytea) TO daybook_daemon;
