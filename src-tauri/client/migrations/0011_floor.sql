-- Receipts over own records that only the office held when this store was put back from an old copy. One proves to an
-- office that was restored since what the next own record follows.
CREATE TABLE floor (
    seq     INTEGER NOT NULL PRIMARY KEY,  -- up to here
    receipt TEXT    NOT NULL               -- JSON: shared::protocol::SignedReceipt
) STRICT;
