// The place of SettingsTests.
