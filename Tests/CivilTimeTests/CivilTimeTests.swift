// The place of CivilTimeTests.
