// The place of RecurrenceTests.
