// The place of Emitters.
