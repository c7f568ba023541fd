#include <spawn.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

// Two calls of the GNU C library that are declared only where _GNU_SOURCE is defined, which Swift's
// own view of it does not do: memfd_create(2) and posix_spawn_file_actions_addclosefrom_np(3).
int memfd_create(const char *name, unsigned int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
