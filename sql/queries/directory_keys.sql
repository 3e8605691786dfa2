-- directory_keys: public key in hexadecimal, person_id, revoked
SELECT encode(public_key, 'hex'), person_id, revoked_at IS NOT NULL FROM daybook.client_key
