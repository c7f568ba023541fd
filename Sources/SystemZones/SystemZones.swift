// The place of SystemZones.
