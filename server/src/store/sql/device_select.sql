SELECT township, series, user_id, device_key, name_sealed, app_version, paired_ms, seen_ms, clock_offset_s,
       unsent, nonce, counter, revoked_ms
FROM device
