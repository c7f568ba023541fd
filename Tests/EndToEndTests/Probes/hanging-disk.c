// A disk that answers no more: the thread that next has the ledger written to it hangs for good, while all others run.
// It happens once, when the file that HANG_AT names is there; the file is removed as it begins.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

int fdatasync(int file) {
    static int (*real)(int);
    const char *marker = getenv("HANG_AT");
    if (marker && unlink(marker) == 0) {
        for (;;) {
            pause();
        }
    }
    if (!real) {
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    }
    return real(file);
}
