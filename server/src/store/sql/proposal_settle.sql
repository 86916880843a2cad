UPDATE proposal SET state = ?3, settled_ms = ?4, settled_by = ?5, note = ?6 WHERE township = ?1 AND proposal_id = ?2
