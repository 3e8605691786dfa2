-- office_figure: figures that a code or label, or a part of one, means; those that are called exactly so first.
--   $1 what was said
SELECT code, label_zh, label_en, exact
  FROM (SELECT DISTINCT ON (code) code, label_zh, label_en, version,
               $1 IN (code, label_zh) OR lower($1) = lower(label_en) AS exact
          FROM office.form
         WHERE "row" = 'figure' AND (strpos(code, lower($1)) > 0 OR strpos(label_zh, $1) > 0
                                     OR strpos(lower(label_en), lower($1)) > 0)
         ORDER BY code, $1 IN (code, label_zh) OR lower($1) = lower(label_en) DESC, version DESC) f
 ORDER BY exact DESC, version DESC, code
