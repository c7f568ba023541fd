// The place of ControlAPITests.
