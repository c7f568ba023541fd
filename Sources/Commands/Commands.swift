// The place of Commands.
