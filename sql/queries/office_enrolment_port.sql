-- office_enrolment_port: where an invitation leads to; the daemon that serves now before one that did of late.
SELECT enrol_endpoint, server_key
  FROM office.daemons
 WHERE enrol_endpoint <> '' AND alive_at > now() - interval '1 day'
 ORDER BY accepting DESC, alive_at DESC, name
 LIMIT 1
