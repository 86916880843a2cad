INSERT INTO tally (township, series, pushed, accepted, duplicate, quarantined) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (township, series) DO UPDATE SET
  pushed = excluded.pushed, accepted = excluded.accepted, duplicate = excluded.duplicate,
  quarantined = excluded.quarantined
