SELECT entry, at_ms, actor, act, subject FROM audit
WHERE township = ?1 AND entry < ?2 AND at_ms >= ?3 AND at_ms < ?4 AND (?5 = '' OR act = ?5)
  AND (?6 = '' OR actor = 'user/' || ?6
       OR actor IN (SELECT 'device/' || series FROM device WHERE township = ?1 AND user_id = ?6))
ORDER BY entry DESC LIMIT ?7
