SELECT township FROM placement
WHERE township IN (SELECT township FROM township) AND case_id = ?1 AND until_ms = 0
ORDER BY township
