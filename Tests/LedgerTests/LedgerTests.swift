// The place of LedgerTests.
