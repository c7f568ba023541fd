// The place of Rituals.
