-- 0025 bulletins: what the office tells the committees, and which of them has read it.
--
-- Each change of a bulletin gets the next serial, so that a client asks for what changed after the last one it has.
-- Changes come one after the other (advisory lock): a serial is never seen before a lower one.

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('kind', 6, 'BULLETIN_READ', '通报回执', 'bulletin read'),
    ('bulletin_kind', 1, 'POLICY', '政策', 'policy'),
    ('bulletin_kind', 2, 'EPIDEMIC', '疫情', 'epidemic'),
    ('bulletin_kind', 3, 'NOTICE', '通知', 'notice'),
    ('bulletin_kind', 4, 'STORY', '事迹', 'story');

CREATE SEQUENCE daybook.bulletin_serial;

CREATE TABLE daybook.bulletin (
    number int4 NOT NULL CHECK (number BETWEEN 1 AND 32767),
    serial int8 NOT NULL DEFAULT nextval('daybook.bulletin_serial'),
    kind int2 NOT NULL CHECK (kind > 0),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
    source text NOT NULL CHECK (length(source) <= 60),
    source_url text NOT NULL CHECK (length(source_url) <= 200),
    effective_from date,
    supersedes int4,
    superseded_by int4,
    audience text NOT NULL CHECK (audience IN ('all', 'subdistrict', 'branch', 'committee')),
    audience_id int4,
    must_ack boolean NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    published_by text NOT NULL DEFAULT session_user,
    revoked_at timestamptz,
    revoked_by text,
    CONSTRAINT bulletin_pkey PRIMARY KEY (number),
    CONSTRAINT bulletin_serial_key UNIQUE (serial),
    CONSTRAINT bulletin_audience CHECK ((audience = 'all') = (audience_id IS NULL)),
    CONSTRAINT bulletin_policy CHECK (kind <> 1 OR (source <> '' AND effective_from IS NOT NULL)),
    CONSTRAINT bulletin_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT bulletin_supersedes_fkey FOREIGN KEY (supersedes) REFERENCES daybook.bulletin
);
COMMENT ON TABLE daybook.bulletin IS '通报 | bulletins';
COMMENT ON COLUMN daybook.bulletin.serial IS '最近一次变动的序号 | the serial of its last change';
GRANT SELECT ON daybook.bulletin TO daybook_daemon;

CREATE TABLE daybook.bulletin_read (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    number int4 NOT NULL CHECK (number BETWEEN 1 AND 32767),
    read_at timestamptz,
    CONSTRAINT bulletin_read_pkey PRIMARY KEY (committee_id, record_id),
    CONSTRAINT bulletin_read_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.bulletin_read IS '通报回执:哪个居委会读了哪一份 | which committee has read which bulletin';
GRANT INSERT ON daybook.bulletin_read TO daybook_daemon;

-- A row a bulletin and committee that it is for, wherever somebody is posted on the business date.
CREATE VIEW office.bulletin_committees AS
SELECT b.number, k.name AS kind, b.title, b.must_ack, b.published_at, b.superseded_by, b.revoked_at,
       c.committee_id, c.committee, c.subdistrict, c.branch, r.first_at AS read_at, r.reader,
       now() - b.published_at AS waiting, w.name AS contact, w.telephone AS contact_telephone
  FROM daybook.bulletin b
  JOIN daybook.code_list k ON k.list = 'bulletin_kind' AND k.number = b.kind
  JOIN office.committees c ON b.audience = 'all' OR b.audience = 'subdistrict' AND b.audience_id = c.subdistrict_id
                           OR b.audience = 'branch' AND b.audience_id = c.branch_id
                           OR b.audience = 'committee' AND b.audience_id = c.committee_id
  JOIN (SELECT p.committee_id, coalesce(min(q.code) FILTER (WHERE p.secretary), min(q.code)) AS code
          FROM daybook.posting p
          JOIN daybook.person q ON q.person_id = p.person_id
         WHERE office.business_date() BETWEEN p.valid_from AND p.valid_to
         GROUP BY p.committee_id) e ON e.committee_id = c.committee_id
  LEFT JOIN daybook.person w ON w.code = e.code
  LEFT JOIN (SELECT d.committee_id, d.number, min(o.received_at) AS first_at, min(q.name) AS reader
               FROM daybook.bulletin_read d
               JOIN daybook.record o ON o.committee_id = d.committee_id AND o.id = d.record_id
               -- Nobody has read what was not out yet; two clocks may differ a little.
               JOIN daybook.bulletin a ON a.number = d.number AND o.received_at > a.published_at - interval '1 minute'
               LEFT JOIN daybook.person q ON q.person_id = o.person_id
              GROUP BY d.committee_id, d.number) r ON r.committee_id = c.committee_id AND r.number = b.number;
COMMENT ON VIEW office.bulletin_committees IS
    '通报与当日有人的居委会:谁读了、谁没读 | each bulletin and committee with somebody posted: who has read it';

CREATE VIEW office.bulletin_unread AS
SELECT number, kind, title, committee_id, committee, subdistrict, branch, contact, contact_telephone, published_at,
       waiting, waiting > interval '12 hours' AS overdue
  FROM office.bulletin_committees
 WHERE must_ack AND read_at IS NULL AND revoked_at IS NULL AND superseded_by IS NULL;
COMMENT ON VIEW office.bulletin_unread IS '须回执而未读的名单;超过 12 小时为逾期 | who has not read what must be read; overdue after 12 hours';

CREATE VIEW office.bulletins AS
SELECT b.number, k.name AS kind, k.label_zh AS kind_zh, k.label_en AS kind_en, b.title, b.body, b.source, b.source_url,
       b.effective_from, b.supersedes, b.superseded_by,
       CASE WHEN b.revoked_at IS NOT NULL THEN 'REVOKED' WHEN b.superseded_by IS NOT NULL THEN 'SUPERSEDED'
            ELSE 'IN_FORCE' END AS state,
       b.audience, b.audience_id, b.must_ack, b.published_at, b.published_by, b.revoked_at, b.revoked_by,
       coalesce(n.concerned, 0) AS concerned, coalesce(n.has_read, 0) AS has_read
  FROM daybook.bulletin b
  JOIN daybook.code_list k ON k.list = 'bulletin_kind' AND k.number = b.kind
  LEFT JOIN (SELECT number, count(*) AS concerned, count(read_at) AS has_read
               FROM office.bulletin_committees GROUP BY number) n ON n.number = b.number;
COMMENT ON VIEW office.bulletins IS '通报:是否有效、几个居委会已读 | bulletins: in force or not, read by how many committees';

CREATE FUNCTION office.publish_bulletin(kind text, title text, body text, source text DEFAULT '',
                                        effective_from date DEFAULT NULL, must_ack boolean DEFAULT false,
                                        supersedes int DEFAULT NULL, audience text DEFAULT 'all',
                                        audience_id int DEFAULT NULL, source_url text DEFAULT '') RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    kind_number int2;
    made int;
    known boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('daybook bulletin'));
    SELECT k.number INTO kind_number FROM daybook.code_list k
     WHERE k.list = 'bulletin_kind' AND (k.name = upper(publish_bulletin.kind) OR k.label_zh = publish_bulletin.kind);
    IF kind_number IS NULL THEN
        PERFORM daybook.fail('DB054', format('kind "%s": must be POLICY, EPIDEMIC, NOTICE or STORY', left(kind, 40)),
                             format('种类"%s":须为 政策、疫情、通知 或 事迹', left(kind, 40)));
    END IF;
    IF length(btrim(coalesce(title, ''))) NOT BETWEEN 1 AND 60 OR title ~ '[[:cntrl:]]'
       OR length(btrim(coalesce(body, ''))) < 1 OR length(body) > 4000 THEN
        PERFORM daybook.fail('DB055', 'a title of 1 to 60 characters in one line, and a body of 1 to 4000',
                             '标题写一行,1 到 60 字;正文 1 到 4000 字');
    END IF;
    IF kind_number = 1 AND (coalesce(source, '') = '' OR effective_from IS NULL) THEN
        PERFORM daybook.fail('DB056', 'a policy says who issued it and from when it is in force',
                             '政策要写明发布单位和生效日期');
    END IF;
    IF supersedes IS NOT NULL AND NOT EXISTS (SELECT FROM daybook.bulletin b
                                               WHERE b.number = publish_bulletin.supersedes AND b.superseded_by IS NULL) THEN
        PERFORM daybook.fail('DB057', format('there is no bulletin %s, or it is superseded already', supersedes),
                             format('没有第 %s 号通报,或已被废止', supersedes));
    END IF;
    known := CASE audience
                 WHEN 'all' THEN audience_id IS NULL
                 WHEN 'subdistrict' THEN EXISTS (SELECT FROM daybook.subdistrict d WHERE d.subdistrict_id = audience_id)
                 WHEN 'branch' THEN EXISTS (SELECT FROM daybook.branch d WHERE d.branch_id = audience_id)
                 WHEN 'committee' THEN EXISTS (SELECT FROM daybook.committee d WHERE d.committee_id = audience_id) END;
    IF NOT coalesce(known, false) THEN
        PERFORM daybook.fail('DB058', format('audience %s %s is not known', left(audience, 40), audience_id),
                             format('没有这个范围:%s %s', left(audience, 40), audience_id));
    END IF;
    SELECT coalesce(max(b.number), 0) + 1 INTO made FROM daybook.bulletin b;
    INSERT INTO daybook.bulletin (number, kind, title, body, source, source_url, effective_from, supersedes, audience,
                                  audience_id, must_ack)
    VALUES (made, kind_number, title, body, coalesce(source, ''), coalesce(source_url, ''), effective_from, supersedes,
            audience, audience_id, coalesce(must_ack, false));
    UPDATE daybook.bulletin b SET superseded_by = made, serial = nextval('daybook.bulletin_serial')
     WHERE b.number = publish_bulletin.supersedes;
    PERFORM daybook.note_act('publish_bulletin', made::text, '', jsonb_build_object('kind', kind, 'title', title));
    RETURN made;
END
$$;
COMMENT ON FUNCTION office.publish_bulletin(text, text, text, text, date, boolean, int, text, int, text) IS
    '发布通报,返回编号;取代旧通报则旧的即废止 | publishes a bulletin and says its number; the one it supersedes is void';

CREATE FUNCTION office.revoke_bulletin(number int, reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM daybook.need_reason(reason);
    PERFORM pg_advisory_xact_lock(hashtext('daybook bulletin'));
    UPDATE daybook.bulletin b
       SET revoked_at = now(), revoked_by = session_user, serial = nextval('daybook.bulletin_serial')
     WHERE b.number = revoke_bulletin.number AND b.revoked_at IS NULL;
    IF NOT FOUND THEN
        PERFORM daybook.fail('DB059', format('there is no bulletin %s, or it is revoked already', number),
                             format('没有第 %s 号通报,或已撤回', number));
    END IF;
    PERFORM daybook.note_act('revoke_bulletin', number::text, reason);
END
$$;
COMMENT ON FUNCTION office.revoke_bulletin(int, text) IS '撤回通报 | revokes a bulletin';

REVOKE ALL ON FUNCTION office.publish_bulletin(text, text, text, text, date, boolean, int, text, int, text),
                       office.revoke_bulletin(int, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.publish_bulletin(text, text, text, text, date, boolean, int, text, int, text),
                          office.revoke_bulletin(int, text) TO daybook_office;
GRANT SELECT ON office.bulletin_committees, office.bulletin_unread, office.bulletins TO daybook_office;
