UPDATE device SET app_version = ?3, clock_offset_s = ?4, unsent = ?5, nonce = ?6, storage_free_mib = ?7
WHERE township = ?1 AND series = ?2
