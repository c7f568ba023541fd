#pragma once

// What a guided session wants of the system: signals that are read from a file, and the lock by which logind
// holds off idle and sleep.

#pragma clang assume_nonnull begin

/// Has the signals that end, stop or resize a session wait in a file instead of acting at once.
///
/// Returns its descriptor, or a negative errno.
int csession_open_signals(void);

/// Reads the next signal that waits there; 0 where none does.
int csession_read_signal(int file);

/// Has signals act as they did before.
void csession_close_signals(int file);

/// Stops the process as Ctrl-Z does, and returns once it goes on.
///
/// It goes on at once where no shell is there to continue it (an orphaned process group).
void csession_stop(void);

/// Ends the process by a signal.
void csession_end_by(int number);

/// Takes logind's `idle:sleep` lock in mode `block`.
///
/// libsystemd is loaded when this is first called: no other command needs it.
///
/// Returns a descriptor that holds the lock until it is closed, or a negative errno where there is none to be had.
int csession_hold_awake(const char *who, const char *why);

#pragma clang assume_nonnull end
