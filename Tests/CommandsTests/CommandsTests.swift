// The place of CommandsTests.
