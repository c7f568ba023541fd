// Kills the process as it makes its N-th write to a file, wait for the disk or word to another machine, in all threads
// together; the call is not made. It counts while the file that KILL_WHILE names is there; KILL_AT is N.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_int count;

static void step(void) {
    const char *marker = getenv("KILL_WHILE"), *number = getenv("KILL_AT");
    if (marker && number && access(marker, F_OK) == 0 && atomic_fetch_add(&count, 1) + 1 == atoi(number)) {
        kill(getpid(), SIGKILL);
        pause();
    }
}

// The control socket is no way to another machine.
static void step_to(int peer) {
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(peer, (struct sockaddr *)&address, &size) == 0 && address.ss_family != AF_UNIX) {
        step();
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place) {
    step();
    return REAL(pwrite64)(file, bytes, size, place);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t place) {
    step();
    return REAL(pwrite)(file, bytes, size, place);
}

int fdatasync(int file) {
    step();
    return REAL(fdatasync)(file);
}

int fsync(int file) {
    step();
    return REAL(fsync)(file);
}

int ftruncate64(int file, off64_t size) {
    step();
    return REAL(ftruncate64)(file, size);
}

int unlink(const char *path) {
    step();
    return REAL(unlink)(path);
}

int rename(const char *from, const char *to) {
    step();
    return REAL(rename)(from, to);
}

ssize_t send(int peer, const void *bytes, size_t size, int flags) {
    step_to(peer);
    return REAL(send)(peer, bytes, size, flags);
}

ssize_t sendto(
    int peer, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t length
) {
    step_to(peer);
    return REAL(sendto)(peer, bytes, size, flags, to, length);
}

ssize_t sendmsg(int peer, const struct msghdr *message, int flags) {
    step_to(peer);
    return REAL(sendmsg)(peer, message, flags);
}
