// The place of ControlAPI.
