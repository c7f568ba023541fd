// The place of CivilTime.
