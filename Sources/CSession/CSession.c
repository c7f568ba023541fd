#define _GNU_SOURCE
#include "CSession.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

// MARK: - Signals

static sigset_t mask_before;

static sigset_t taken(void) {
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
    sigset_t set;
    sigemptyset(&set);
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
        sigaddset(&set, numbers[index]);
    }
    return set;
}

int csession_open_signals(void) {
    sigset_t set = taken();
    int error = pthread_sigmask(SIG_BLOCK, &set, &mask_before);
    if (error != 0) {
        return -error;
    }
    int file = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (file < 0) {
        error = errno;
        pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
        return -error;
    }
    return file;
}

int csession_read_signal(int file) {
    struct signalfd_siginfo signal;
    return read(file, &signal, sizeof signal) == sizeof signal ? (int)signal.ssi_signo : 0;
}

void csession_close_signals(int file) {
    close(file);
    pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
}

void csession_stop(void) {
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    kill(getpid(), SIGTSTP);
    // It stops here, where the signal is let through.
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigset_t resumed;
    sigemptyset(&resumed);
    sigaddset(&resumed, SIGCONT);
    const struct timespec now = {0, 0};
    sigtimedwait(&resumed, NULL, &now);
}

void csession_end_by(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    signal(number, SIG_DFL);
    kill(getpid(), number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// MARK: - Idle and sleep

typedef struct sd_bus sd_bus;
typedef struct sd_bus_message sd_bus_message;

// As sd-bus.h declares them; the library keeps them as they are.
static struct {
    int (*open_system)(sd_bus **bus);
    int (*set_timeout)(sd_bus *bus, uint64_t microseconds);
    int (*call)(
        sd_bus *bus, const char *destination, const char *path, const char *interface,
        const char *member, void *error, sd_bus_message **reply, const char *types, ...
    );
    int (*read)(sd_bus_message *message, const char *types, ...);
    sd_bus_message *(*message_unref)(sd_bus_message *message);
    sd_bus *(*bus_unref)(sd_bus *bus);
} systemd;

static void load(void) {
    void *library = dlopen("libsystemd.so.0", RTLD_LAZY | RTLD_LOCAL);
    if (library != NULL) {
        systemd.open_system = dlsym(library, "sd_bus_open_system");
        systemd.set_timeout = dlsym(library, "sd_bus_set_method_call_timeout");
        systemd.call = dlsym(library, "sd_bus_call_method");
        systemd.read = dlsym(library, "sd_bus_message_read");
        systemd.message_unref = dlsym(library, "sd_bus_message_unref");
        systemd.bus_unref = dlsym(library, "sd_bus_flush_close_unref");
    }
}

static int is_loaded(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return systemd.open_system && systemd.set_timeout && systemd.call && systemd.read
        && systemd.message_unref && systemd.bus_unref;
}

int csession_hold_awake(const char *who, const char *why) {
    if (!is_loaded()) {
        return -ENOSYS;
    }
    sd_bus *bus = NULL;
    int answer = systemd.open_system(&bus);
    if (answer < 0) {
        return answer;
    }
    // A bus that does not answer must not hold up a session.
    systemd.set_timeout(bus, 2000000);
    sd_bus_message *reply = NULL;
    answer = systemd.call(
        bus, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
        "Inhibit", NULL, &reply, "ssss", "idle:sleep", who, why, "block"
    );
    if (answer >= 0) {
        int lock = -1;
        answer = systemd.read(reply, "h", &lock);
        // The message closes its own descriptor.
        if (answer >= 0) {
            answer = fcntl(lock, F_DUPFD_CLOEXEC, 3);
            answer = answer < 0 ? -errno : answer;
        }
    }
    systemd.message_unref(reply);
    systemd.bus_unref(bus);
    return answer;
}
