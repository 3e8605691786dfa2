-- The form as rows: shown, compared, loaded; every error at once, nothing half done; the wide view follows.
BEGIN;
SELECT no_plan();
CREATE TEMP TABLE file AS
    SELECT row_number() OVER (ORDER BY part, position)::int + 1 AS line, to_jsonb(f) AS cells FROM office.form f
     WHERE version = 1;
GRANT ALL ON file TO clerk;
CREATE FUNCTION tap.said(extra jsonb DEFAULT '[]', without text DEFAULT '') RETURNS jsonb LANGUAGE sql AS
    $$SELECT jsonb_agg(cells || jsonb_build_object('line', line) ORDER BY line) || extra FROM pg_temp.file
       WHERE cells->>'code' <> without$$;
CREATE FUNCTION tap.figure(code text, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS
    $$SELECT jsonb_build_array(jsonb_build_object('line', 900, 'row', 'figure', 'code', code, 'group', 'visits',
             'label_zh', '走访独居老人', 'label_en', 'elderly visited', 'unit_zh', '人', 'unit_en', 'people',
             'least', '0', 'most', '2000', 'required', 'no', 'alarm', 'no', 'stock', 'no', 'owner', '民政', 'output', '民政表',
             'until', '2099-12-31') || more)$$;
CREATE FUNCTION tap.rule(formula text) RETURNS jsonb LANGUAGE sql AS
    $$SELECT jsonb_build_array(jsonb_build_object('line', 901, 'row', 'rule', 'code', 'NEW1', 'severity', 'warning',
             'formula', formula, 'text_zh', '请核对这两个数', 'text_en', 'check both figures'))$$;
CREATE FUNCTION tap.refusal(extra jsonb) RETURNS text LANGUAGE plpgsql AS
    $$BEGIN PERFORM office.load_form(office.business_date() + 1, tap.said(extra), '样例'); RETURN 'loaded';
      EXCEPTION WHEN SQLSTATE 'DB042' THEN RETURN SQLERRM; END$$;

SET SESSION AUTHORIZATION clerk;
SELECT is((SELECT formula FROM office.form WHERE code = 'E03' AND version = 1),
          'on_duty_count + leave_count + sick_count + unaccounted_count - assigned_count = 0', 'a rule as people write it');
SELECT is_empty($$SELECT * FROM office.form_changes(tap.said())$$, 'the form as it is shown changes nothing');
SELECT results_eq($$SELECT "row", code, field, now FROM office.form_changes(tap.said(tap.figure('elderly_count'),
                    'hotline_count')) WHERE field IN ('label_en', 'most') AND code <> 'W' ORDER BY 2, 3$$,
                  $$VALUES ('figure', 'elderly_count', 'label_en', 'elderly visited'),
                           ('figure', 'elderly_count', 'most', '2000'),
                           ('figure', 'hotline_count', 'label_en', NULL), ('figure', 'hotline_count', 'most', NULL)$$,
                  'what a file would change');

SELECT is(tap.refusal(tap.figure('elderly_count', '{"owner": "", "until": ""}')),
          'line 900: elderly_count is a new question: it needs an owner, an output and a date until which it is asked',
          'a new question needs an owner, an output and an end');
SELECT is(tap.refusal(tap.figure('elderly_count', '{"until": "2020-01-01"}')) ~ 'is asked until 2020-01-01', true,
          'an end that is over');
SELECT is(tap.refusal(tap.figure('elderly_count', '{"group": "nowhere"}')),
          'line 900: there is no group "nowhere" in the file',
          'an unknown group');
SELECT is(tap.refusal(tap.figure('elderly_count', '{"least": "5", "most": "4"}')) ~ 'least not above most', true,
          'bounds that contradict');
SELECT is(tap.refusal(tap.figure('Elderly; DROP')) ~ 'code "Elderly; DROP": must be a-z', true, 'a code that is none');
SELECT is(tap.refusal(tap.figure('hotline_count')) ~ 'figure hotline_count stands in line 41 already|in line', true,
          'a figure that is there twice');
SELECT is(tap.refusal(tap.rule(f)) ~ wrong, true, coalesce(f, 'no formula'))
  FROM (VALUES ('hotline_count', 'formula "hotline_count": write it as'), (NULL, 'formula'),
               ('hotline_count < 3', 'formula'), ('hotline_count <= ', 'formula'), ('1 <= 2', 'formula'),
               ('hotline_count - hotline_count = 0', 'formula'), ('a b <= 1', 'there is no figure "ab"|formula'),
               ('nothing_count <= 3', 'there is no figure "nothing_count" in the file'),
               ('hotline_count >= 20001', 'can never hold: its sum lies between 0 and 20000'),
               ('on_duty_count + leave_count = 121', 'can never hold'),
               ('hotline_count <= 3); DROP TABLE daybook.record; --', 'formula')) AS t (f, wrong);
SELECT is(array_length(string_to_array(tap.refusal(tap.figure('X') || tap.rule('nothing_count <= 3')), E'\n'), 1), 2,
          'all errors at once');
SELECT is((SELECT max(version) FROM office.form), 1, 'and nothing was loaded');
SELECT throws_ok($$SELECT office.load_form(office.business_date(), tap.said(), 'r')$$, 'DB043', NULL,
                 'not from today on');
SELECT throws_ok($$SELECT office.load_form(NULL, tap.said(), 'r')$$, 'DB043', NULL, 'not from never on');
SELECT throws_ok($$SELECT office.load_form(office.business_date() + 1, tap.said(), '')$$, 'DB006', NULL, 'a reason');
SELECT throws_ok(format('SELECT office.load_form(office.business_date() + 1, %L::jsonb, %L)', s, 'r'), 'DB042', NULL,
                 'no form: ' || s)
  FROM unnest(ARRAY['[]', '{}', '3', 'null', '[1]', '[{}]', '[{"row": "figure"}]']) s;

SELECT is(office.load_form(office.business_date() + 1,
                           tap.said(tap.figure('elderly_count') || tap.rule('2*elderly_count <= hotline_count + 7')),
                           '民政局来函'), 2, 'a new version');
SELECT results_eq($$SELECT version, active_from, active_to FROM office.form WHERE code = 'elderly_count' OR
                    (code = 'hotline_count' AND version = 1) ORDER BY 1$$,
                  $$VALUES (1, date '2020-01-01', office.business_date()),
                           (2, office.business_date() + 1, NULL::date)$$, 'the old one ends the day before');
SELECT is((SELECT formula FROM office.form WHERE code = 'NEW1'), '2*elderly_count - hotline_count <= 7', 'its rule');
SELECT has_column('office', 'figures', 'elderly_count', 'the wide view has the new figure');
SELECT is(col_description('office.figures'::regclass, (SELECT attnum FROM pg_attribute WHERE attname = 'elderly_count'
          AND attrelid = 'office.figures'::regclass)), '走访独居老人(人),表单版本 2 | elderly visited (people), form version 2',
          'explained in both languages');
SELECT is((SELECT count(*)::int FROM office.figures), (SELECT count(*)::int FROM office.committee_night
          WHERE report_date <= office.business_date()), 'and still a row a night and committee');
SELECT is_empty($$SELECT * FROM office.form_changes((SELECT jsonb_agg(to_jsonb(f)) FROM office.form f
                  WHERE version = 2))$$, 'shown again, it changes nothing');
SELECT throws_ok($$SELECT office.load_form(office.business_date() + 1, tap.said(), 'r')$$, 'DB043', NULL,
                 'two forms of one day');
SELECT is(office.load_form(office.business_date() + 2, tap.said(), '去掉'), 3, 'and back');
SELECT has_column('office', 'figures', 'elderly_count', 'the figure stays in the views');
SELECT is((SELECT count(*)::int FROM office.audit WHERE act = 'load_form' AND who = 'clerk'), 2, 'audited');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT number FROM daybook.indicator WHERE code = 'elderly_count'), 41, 'with a number of its own');

SET SESSION AUTHORIZATION daybook_daemon;
SELECT throws_ok($$SELECT office.load_form('2099-01-01', '[]', 'r')$$, '42501', NULL, 'the daemon loads no form');
SELECT is((SELECT count(*)::int FROM daybook.form_rule WHERE version = 2), 22, 'but reads it');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
