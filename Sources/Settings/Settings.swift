// The place of Settings.
