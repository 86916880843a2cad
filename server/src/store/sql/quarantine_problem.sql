SELECT problem FROM quarantine
WHERE township = ?1 AND series = ?2 AND seq = ?3 AND hash = ?4
