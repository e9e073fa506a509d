-- One row: whether a person has asked for their data since an instant.
SELECT EXISTS (SELECT FROM act WHERE operation = 'record_data_request' AND at > %(since)s
    AND (answer ->> 'user_id')::bigint = %(user_id)s) AS is_asked
