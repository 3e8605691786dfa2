-- office_health_role: whether this login may see persons' health.
SELECT has_schema_privilege('health', 'USAGE') AS persons
