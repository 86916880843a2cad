INSERT INTO device (township, series, user_id, device_key, name_sealed, app_version, paired_ms, seen_ms,
                    clock_offset_s, unsent, nonce, counter, revoked_ms, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, '', 0, 0, ?8)
