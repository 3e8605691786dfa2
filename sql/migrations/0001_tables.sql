-- 0001 tables: the roster, the nights, the form, the keys, the record and what is drawn from it.
--
-- committee_id leads every primary, unique and foreign key of campaign data, and every foreign key has a name, so that
-- the same tables can be spread over servers by committee. No trigger on them. Free text is bounded here as in
-- proto/limits.h; the rules of the form live in proto/check.c and in the rows of daybook.form_rule.

CREATE SCHEMA IF NOT EXISTS daybook;
CREATE SCHEMA office;
COMMENT ON SCHEMA daybook IS '数据表;办公室请用 office | tables; the office reads schema office';
COMMENT ON SCHEMA office IS '办公室的视图和操作 | what the office sees and does';

-- ---------------------------------------------------------------- code lists

CREATE TABLE daybook.code_list (
    list     text NOT NULL,
    number   int2 NOT NULL CHECK (number > 0),
    name     text NOT NULL,
    label_zh text NOT NULL,
    label_en text NOT NULL,
    CONSTRAINT code_list_pkey PRIMARY KEY (list, number),
    CONSTRAINT code_list_name_key UNIQUE (list, name)
);
COMMENT ON TABLE daybook.code_list IS '代码表,与 proto/codes.c 一致 | code lists, the same as proto/codes.c';

INSERT INTO daybook.code_list (list, number, name, label_zh, label_en) VALUES
    ('kind', 1, 'NIGHTLY_REPORT', '每日工作报告', 'nightly report'),
    ('timeliness', 1, 'ON_TIME', '按时', 'on time'),
    ('timeliness', 2, 'ON_TIME_OUTAGE', '按时(受中断影响)', 'on time (outage)'),
    ('timeliness', 3, 'LATE', '迟报', 'late'),
    ('severity', 1, 'ERROR', '错误', 'error'),
    ('severity', 2, 'WARNING', '提醒', 'warning'),
    ('work_kind', 1, 'GATE', '门岗测温', 'gate and temperature'),
    ('work_kind', 2, 'PARCEL', '快递代送', 'parcels'),
    ('work_kind', 3, 'MASK', '口罩预约', 'mask booking'),
    ('work_kind', 4, 'REGISTER', '人员登记', 'registration'),
    ('work_kind', 5, 'PASS', '出入证', 'passes'),
    ('work_kind', 6, 'STATS', '疫情统计', 'statistics'),
    ('work_kind', 7, 'EQUIP', '设备检修', 'equipment'),
    ('work_kind', 8, 'HQ_SUPPLY', '隔离户保障', 'quarantine support'),
    ('work_kind', 9, 'DISINFECT', '楼道消毒', 'disinfection'),
    ('work_kind', 10, 'PUBLICITY', '宣传', 'publicity'),
    ('work_kind', 11, 'OTHER', '其他', 'other'),
    ('observation_kind', 1, 'RISK', '风险点', 'risk point'),
    ('observation_kind', 2, 'SUGGESTION', '建议', 'suggestion'),
    ('observation_kind', 3, 'REFLECTION', '体会', 'reflection'),
    ('observation_kind', 4, 'THANKS', '感谢', 'thanks'),
    ('supply_item', 1, 'PROTECTIVE_SUIT', '防护服', 'protective suit'),
    ('supply_item', 2, 'MASK_MEDICAL', '医用口罩', 'medical mask'),
    ('supply_item', 3, 'MASK_N95', 'N95口罩', 'N95 mask'),
    ('supply_item', 4, 'THERMOMETER', '额温枪', 'thermometer'),
    ('supply_item', 5, 'DISINFECTANT', '消毒液', 'disinfectant'),
    ('supply_item', 6, 'GLOVES', '手套', 'gloves'),
    ('supply_item', 7, 'GOGGLES', '护目镜', 'goggles'),
    ('supply_item', 8, 'RAINCOAT', '雨衣', 'raincoat'),
    ('supply_item', 9, 'SUPPLY_OTHER', '其他', 'other');

-- ---------------------------------------------------------------- the roster

CREATE TABLE daybook.subdistrict (
    subdistrict_id int4 NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    CONSTRAINT subdistrict_pkey PRIMARY KEY (subdistrict_id),
    CONSTRAINT subdistrict_name_key UNIQUE (name)
);
COMMENT ON TABLE daybook.subdistrict IS '街道 | subdistricts';

CREATE TABLE daybook.branch (
    branch_id int4 NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    CONSTRAINT branch_pkey PRIMARY KEY (branch_id),
    CONSTRAINT branch_name_key UNIQUE (name)
);
COMMENT ON TABLE daybook.branch IS '临时党支部 | temporary party branches';

CREATE TABLE daybook.batch (
    batch_id int4 NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    CONSTRAINT batch_pkey PRIMARY KEY (batch_id),
    CONSTRAINT batch_dates CHECK (valid_from <= valid_to)
);
COMMENT ON TABLE daybook.batch IS '批次 | batches';

CREATE TABLE daybook.committee (
    committee_id int4 NOT NULL CHECK (committee_id > 0),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    subdistrict_id int4 NOT NULL,
    branch_id int4 NOT NULL,
    telephone text CHECK (length(telephone) <= 40),
    CONSTRAINT committee_pkey PRIMARY KEY (committee_id),
    CONSTRAINT committee_name_key UNIQUE (subdistrict_id, name),
    CONSTRAINT committee_subdistrict_fkey FOREIGN KEY (subdistrict_id) REFERENCES daybook.subdistrict,
    CONSTRAINT committee_branch_fkey FOREIGN KEY (branch_id) REFERENCES daybook.branch
);
COMMENT ON TABLE daybook.committee IS '居委会 | residents'' committees';

CREATE TABLE daybook.person (
    person_id int4 NOT NULL GENERATED ALWAYS AS IDENTITY,
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{1,20}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    telephone text CHECK (length(telephone) <= 40),
    batch_id int4,
    CONSTRAINT person_pkey PRIMARY KEY (person_id),
    CONSTRAINT person_code_key UNIQUE (code),
    CONSTRAINT person_batch_fkey FOREIGN KEY (batch_id) REFERENCES daybook.batch
);
COMMENT ON TABLE daybook.person IS '人员(志愿者、支部书记) | volunteers and branch secretaries';
COMMENT ON COLUMN daybook.person.code IS '花名册编号,如 P012 | the roster''s code, e.g. P012';

-- Who may report for which committee, from which day to which day. A secretary has a row for each committee of the
-- branch.
CREATE TABLE daybook.posting (
    committee_id int4 NOT NULL,
    person_id int4 NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    secretary boolean NOT NULL,
    CONSTRAINT posting_pkey PRIMARY KEY (committee_id, person_id, valid_from),
    CONSTRAINT posting_dates CHECK (valid_from <= valid_to),
    CONSTRAINT posting_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee,
    CONSTRAINT posting_person_fkey FOREIGN KEY (person_id) REFERENCES daybook.person
);
CREATE INDEX posting_person ON daybook.posting (person_id);
COMMENT ON TABLE daybook.posting IS '派驻:谁、哪个居委会、起止日期 | postings: who, where, from which day to which day';

-- ---------------------------------------------------------------- the nights

CREATE TABLE daybook.night (
    report_date date NOT NULL,
    opens timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by text,
    CONSTRAINT night_pkey PRIMARY KEY (report_date),
    CONSTRAINT night_order CHECK (opens < deadline),
    CONSTRAINT night_closed CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
COMMENT ON TABLE daybook.night IS '每晚的开始、截止和关闭 | each night: opens, deadline, closed';

CREATE TABLE daybook.reopening (
    committee_id int4 NOT NULL,
    report_date date NOT NULL,
    reopened_at timestamptz NOT NULL DEFAULT now(),
    reopened_by text NOT NULL DEFAULT session_user,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    CONSTRAINT reopening_pkey PRIMARY KEY (committee_id, report_date),
    CONSTRAINT reopening_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee,
    CONSTRAINT reopening_night_fkey FOREIGN KEY (report_date) REFERENCES daybook.night
);
COMMENT ON TABLE daybook.reopening IS '已关闭之夜对某居委会重新开放 | a closed night that is open again for one committee';

-- ---------------------------------------------------------------- the form

CREATE TABLE daybook.indicator (
    number int4 NOT NULL CHECK (number BETWEEN 1 AND 255),
    code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{2,39}$'),
    CONSTRAINT indicator_pkey PRIMARY KEY (number),
    CONSTRAINT indicator_code_key UNIQUE (code)
);
COMMENT ON TABLE daybook.indicator IS '指标编号与代码,永不改作他用 | numbers and codes of figures, never used for another';

CREATE TABLE daybook.form_version (
    version int4 NOT NULL CHECK (version > 0),
    active_from date NOT NULL,
    active_to date,
    note text NOT NULL,
    CONSTRAINT form_version_pkey PRIMARY KEY (version),
    CONSTRAINT form_version_dates CHECK (active_to IS NULL OR active_from <= active_to)
);
COMMENT ON TABLE daybook.form_version IS '表单版本,发布后不改 | versions of the form; one in use is never changed';

CREATE TABLE daybook.form_group (
    version int4 NOT NULL,
    code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{1,39}$'),
    position int4 NOT NULL,
    label_zh text NOT NULL CHECK (length(label_zh) BETWEEN 1 AND 40),
    label_en text NOT NULL CHECK (length(label_en) BETWEEN 1 AND 80),
    CONSTRAINT form_group_pkey PRIMARY KEY (version, code),
    CONSTRAINT form_group_position_key UNIQUE (version, position),
    CONSTRAINT form_group_version_fkey FOREIGN KEY (version) REFERENCES daybook.form_version
);

CREATE TABLE daybook.form_indicator (
    version int4 NOT NULL,
    number int4 NOT NULL,
    position int4 NOT NULL,
    group_code text NOT NULL,
    label_zh text NOT NULL CHECK (length(label_zh) BETWEEN 1 AND 40),
    label_en text NOT NULL CHECK (length(label_en) BETWEEN 1 AND 80),
    unit_zh text NOT NULL CHECK (length(unit_zh) BETWEEN 1 AND 8),
    unit_en text NOT NULL CHECK (length(unit_en) BETWEEN 1 AND 16),
    least int4 NOT NULL CHECK (least >= 0),
    most int4 NOT NULL CHECK (most <= 1000000000),
    required boolean NOT NULL,
    alarm boolean NOT NULL,
    CONSTRAINT form_indicator_pkey PRIMARY KEY (version, number),
    CONSTRAINT form_indicator_position_key UNIQUE (version, position),
    CONSTRAINT form_indicator_bounds CHECK (least <= most),
    CONSTRAINT form_indicator_group_fkey FOREIGN KEY (version, group_code) REFERENCES daybook.form_group,
    CONSTRAINT form_indicator_number_fkey FOREIGN KEY (number) REFERENCES daybook.indicator
);
COMMENT ON COLUMN daybook.form_indicator.alarm IS '大于 0 即为异常,不可零报告 | above 0 is abnormal: not a zero report';

-- sum of coefficient * value, compared with bound; applies only when every term is filled
CREATE TABLE daybook.form_rule (
    version int4 NOT NULL,
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9._-]{1,40}$'),
    position int4 NOT NULL,
    severity int2 NOT NULL CHECK (severity IN (1, 2)),
    relation text NOT NULL CHECK (relation IN ('=', '<=', '>=')),
    bound int8 NOT NULL CHECK (bound BETWEEN -1000000000000 AND 1000000000000),
    text_zh text NOT NULL CHECK (length(text_zh) BETWEEN 4 AND 200),
    text_en text NOT NULL CHECK (length(text_en) BETWEEN 4 AND 300),
    CONSTRAINT form_rule_pkey PRIMARY KEY (version, code),
    CONSTRAINT form_rule_position_key UNIQUE (version, position),
    CONSTRAINT form_rule_version_fkey FOREIGN KEY (version) REFERENCES daybook.form_version
);

CREATE TABLE daybook.form_rule_term (
    version int4 NOT NULL,
    rule_code text NOT NULL,
    number int4 NOT NULL,
    coefficient int4 NOT NULL CHECK (coefficient <> 0 AND coefficient BETWEEN -1000000 AND 1000000),
    CONSTRAINT form_rule_term_pkey PRIMARY KEY (version, rule_code, number),
    CONSTRAINT form_rule_term_rule_fkey FOREIGN KEY (version, rule_code) REFERENCES daybook.form_rule,
    CONSTRAINT form_rule_term_indicator_fkey FOREIGN KEY (version, number) REFERENCES daybook.form_indicator
);

-- ---------------------------------------------------------------- the keys

CREATE TABLE daybook.client_key (
    public_key bytea NOT NULL CHECK (length(public_key) = 32),
    person_id int4 NOT NULL,
    approved_at timestamptz NOT NULL DEFAULT now(),
    approved_by text NOT NULL DEFAULT session_user,
    revoked_at timestamptz,
    revoked_by text,
    CONSTRAINT client_key_pkey PRIMARY KEY (public_key),
    CONSTRAINT client_key_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT client_key_person_fkey FOREIGN KEY (person_id) REFERENCES daybook.person
);
COMMENT ON TABLE daybook.client_key IS '客户端公钥:一人可有几把 | public keys of clients; several of a person may be active';

-- ---------------------------------------------------------------- the record: a row is a receipt

CREATE TABLE daybook.record (
    committee_id int4 NOT NULL,
    id uuid NOT NULL,
    kind int2 NOT NULL CHECK (kind > 0),
    report_date date NOT NULL,
    revision int4 NOT NULL CHECK (revision > 0),
    corrects uuid,
    form_version int4 NOT NULL,
    timeliness int2 NOT NULL CHECK (timeliness BETWEEN 1 AND 3),
    received_at timestamptz NOT NULL,
    sealed_at timestamptz,
    person_id int4 NOT NULL,
    code text NOT NULL CHECK (length(code) = 8),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    sealed bytea NOT NULL CHECK (length(sealed) <= 61440),
    CONSTRAINT record_pkey PRIMARY KEY (committee_id, id),
    CONSTRAINT record_revision_key UNIQUE (committee_id, report_date, kind, revision),
    CONSTRAINT record_corrects CHECK ((revision = 1) = (corrects IS NULL)),
    CONSTRAINT record_committee_fkey FOREIGN KEY (committee_id) REFERENCES daybook.committee
);
CREATE INDEX record_code ON daybook.record (code);
CREATE INDEX record_report_date ON daybook.record (report_date);
COMMENT ON TABLE daybook.record IS '回执表:有一行即已入库 | a row here is the receipt, for every kind of record';
COMMENT ON COLUMN daybook.record.received_at IS '受理时刻(服务器时钟) | the daemon''s clock at the acceptance';
COMMENT ON COLUMN daybook.record.sealed_at IS '填报人电脑的时钟,仅供参考 | the laptop''s clock: a claim, never used';
COMMENT ON COLUMN daybook.record.timeliness IS '首次受理时定,更正不改 | decided at the first acceptance, kept by corrections';
COMMENT ON COLUMN daybook.record.code IS '电话核对码 | the telephone code';
COMMENT ON COLUMN daybook.record.hash IS '封存字节的 BLAKE2b-256 | BLAKE2b-256 of the sealed bytes';
COMMENT ON COLUMN daybook.record.sealed IS '客户端封存的原始字节 | the sealed bytes as the client sent them';

-- ---------------------------------------------------------------- projections of the nightly report

CREATE TABLE daybook.nightly_report (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    figures int4[] NOT NULL,
    situation text NOT NULL CHECK (length(situation) BETWEEN 10 AND 1000),
    no_case boolean NOT NULL,
    zero_report boolean NOT NULL,
    CONSTRAINT nightly_report_pkey PRIMARY KEY (committee_id, record_id),
    CONSTRAINT nightly_report_figures CHECK (array_ndims(figures) = 1 AND array_lower(figures, 1) = 1
                                             AND array_upper(figures, 1) <= 255
                                             AND 0 <= ALL (figures) AND 1000000000 >= ALL (figures)),
    CONSTRAINT nightly_report_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON COLUMN daybook.nightly_report.figures IS
    '数字:下标是指标编号,NULL 为未填 | figures: the index is the indicator''s number, NULL is not filled';

CREATE TABLE daybook.typical_case (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 10),
    title text NOT NULL CHECK (length(title) BETWEEN 4 AND 40),
    category int2 NOT NULL,
    place text NOT NULL CHECK (length(place) <= 60),
    story text NOT NULL CHECK (length(story) BETWEEN 30 AND 1500),
    result text NOT NULL CHECK (length(result) <= 300),
    may_publish boolean NOT NULL,
    CONSTRAINT typical_case_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT typical_case_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.typical_case IS '典型案例 | typical cases';

CREATE TABLE daybook.observation (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 20),
    kind int2 NOT NULL,
    category int2 NOT NULL,
    severity int2 CHECK (severity BETWEEN 1 AND 3),
    place text NOT NULL CHECK (length(place) <= 60),
    text text NOT NULL CHECK (length(text) BETWEEN 5 AND 500),
    needs_office boolean NOT NULL,
    CONSTRAINT observation_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT observation_severity CHECK ((kind = 1) = (severity IS NOT NULL)),
    CONSTRAINT observation_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.observation IS
    '工作体会:风险点、建议、体会、感谢 | observations: risk points, suggestions, reflections, thanks';

CREATE TABLE daybook.supply_need (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 10),
    item int2 NOT NULL,
    unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 8),
    on_hand int4 NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000),
    daily_use int4 NOT NULL CHECK (daily_use BETWEEN 0 AND 1000000),
    quantity int4 NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    needed_by date NOT NULL,
    urgency int2 NOT NULL CHECK (urgency BETWEEN 1 AND 3),
    reason text NOT NULL CHECK (length(reason) <= 200),
    CONSTRAINT supply_need_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT supply_need_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.supply_need IS '物资缺口 | supply needs';

CREATE TABLE daybook.explanation (
    committee_id int4 NOT NULL,
    record_id uuid NOT NULL,
    position int2 NOT NULL CHECK (position BETWEEN 1 AND 32),
    rule text NOT NULL CHECK (length(rule) BETWEEN 1 AND 40),
    text text NOT NULL CHECK (length(text) BETWEEN 4 AND 200),
    CONSTRAINT explanation_pkey PRIMARY KEY (committee_id, record_id, position),
    CONSTRAINT explanation_record_fkey FOREIGN KEY (committee_id, record_id) REFERENCES daybook.record
);
COMMENT ON TABLE daybook.explanation IS '情况说明 | the sentences that explain warnings';

-- ---------------------------------------------------------------- what was refused for its standing and waits

CREATE TABLE daybook.held (
    committee_id int4 NOT NULL,
    id uuid NOT NULL,
    report_date date,
    status text NOT NULL CHECK (status IN ('FORBIDDEN', 'CLOSED', 'CONFLICT', 'FAULT')),
    reason text NOT NULL,
    person_id int4 NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    tries int4 NOT NULL CHECK (tries > 0),
    CONSTRAINT held_pkey PRIMARY KEY (committee_id, id)
);
COMMENT ON TABLE daybook.held IS '被挡下、仍在发件箱里的报告 | records refused for their standing; they wait in an outbox';

-- ---------------------------------------------------------------- the service itself

CREATE TABLE daybook.daemon (
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    started_at timestamptz NOT NULL,
    alive_at timestamptz NOT NULL,
    accepting boolean NOT NULL,
    endpoint text NOT NULL,
    server_key bytea NOT NULL CHECK (length(server_key) = 32),
    version text NOT NULL,
    counters jsonb NOT NULL,
    CONSTRAINT daemon_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE daybook.daemon IS '守护进程:心跳与计数 | daemons: when last alive, and what they counted';

CREATE TABLE daybook.outage (
    outage_id int8 NOT NULL GENERATED ALWAYS AS IDENTITY,
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    note text NOT NULL,
    CONSTRAINT outage_pkey PRIMARY KEY (outage_id),
    CONSTRAINT outage_order CHECK (begins < ends)
);
COMMENT ON TABLE daybook.outage IS '服务中断:没有守护进程在受理的时段 | times in which no daemon accepted';

CREATE TABLE daybook.epoch (
    one boolean NOT NULL DEFAULT true CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    since timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT epoch_pkey PRIMARY KEY (one)
);
INSERT INTO daybook.epoch DEFAULT VALUES;
COMMENT ON TABLE daybook.epoch IS '数据库恢复后更换,客户端据此重发 | changed after a restore: clients then send done/ again';

CREATE TABLE daybook.audit (
    audit_id int8 NOT NULL GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL DEFAULT session_user,
    act text NOT NULL,
    subject text NOT NULL,
    reason text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT audit_pkey PRIMARY KEY (audit_id)
);
COMMENT ON TABLE daybook.audit IS '操作留痕:谁、何时、做了什么、为何 | every act of the office: who, when, what, why';
