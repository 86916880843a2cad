UPDATE device SET confirmed_ms = ?3
WHERE township = ?1 AND series = ?2 AND confirmed_ms = 0 AND revoked_ms = 0
