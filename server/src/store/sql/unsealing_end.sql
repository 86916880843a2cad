UPDATE unsealing SET until_ms = ?2
WHERE township IN (SELECT township FROM township) AND user_id = ?1 AND until_ms > ?2
