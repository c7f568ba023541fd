// The place of Recurrence.
