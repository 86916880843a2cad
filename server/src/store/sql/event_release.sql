UPDATE event SET event_id = ?4, stream = ?5, sealed = ?6
WHERE township = ?1 AND series = ?2 AND seq = ?3
