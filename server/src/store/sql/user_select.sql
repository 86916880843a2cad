SELECT township, user_id, login, role, state, name_sealed, scope_version, changed_by, password_ms
FROM user