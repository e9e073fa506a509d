-- One row per company that the user may act for, with the roles held there.
SELECT id, name AS company_name, roles FROM own_company ORDER BY name, id
