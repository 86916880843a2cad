INSERT INTO user (township, user_id, login, role, state, name_sealed, password_hash, totp_sealed, totp_step,
                  scope_version, created_ms, password_ms, changed_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
