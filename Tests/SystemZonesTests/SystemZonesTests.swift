// The place of SystemZonesTests.
