UPDATE assignment SET until_ms = ?4
WHERE township = ?1 AND case_id = ?2 AND user_id = ?3 AND until_ms = 0
