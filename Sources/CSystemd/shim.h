#include <spawn.h>
#include <stdbool.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

// What glibc declares only under _GNU_SOURCE, which Swift's import of it does not set.
// Its own header brings in fcntl.h, whose types would then be of this module and not of Glibc.
int pidfd_open(pid_t process, unsigned int flags);
int pipe2(int ends[2], int flags);
int memfd_create(const char *name, unsigned int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

// prctl(2) is variadic, and so out of Swift's reach.
static inline bool hide_memory_of_process(void) {
    const struct rlimit nothing = {0, 0};
    // A sandbox may refuse it, which then has a limit of its own.
    (void)setrlimit(RLIMIT_CORE, &nothing);
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}
