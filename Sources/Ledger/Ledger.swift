// The place of Ledger.
