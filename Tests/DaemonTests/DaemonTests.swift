// The place of DaemonTests.
