// The place of Daemon.
