SELECT township, series, user_id, device_key, name_sealed, app_version, paired_ms, seen_ms, clock_offset_s,
       unsent, nonce, counter, revoked_ms, confirmed_ms, made_by, storage_free_mib, contact_hour, contact_count
FROM device
