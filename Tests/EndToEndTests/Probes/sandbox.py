"""Tries what a sandbox should forbid, and prints a line for each attempt: `name: done`, or the error that came.

Each attempt has a process of its own, which a sandbox may kill, and undoes what it did. Run it outside of the
sandbox, too: what fails there as well shows nothing. System calls without a name in libc have their numbers of x86-64.
"""
import ctypes, errno, mmap, os, pathlib, resource, signal, socket, stat, struct, subprocess, sys, time

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
home = pathlib.Path.home()
state = home / ".local/state/rituald"
runtime = pathlib.Path(os.environ["XDG_RUNTIME_DIR"])
# A process outside, and the namespaces of the session.
outside, outer_mounts, outer_host = int(sys.argv[1]), sys.argv[2], sys.argv[3]
NEW_USER, NEW_NET = 0x10000000, 0x40000000
attempts = {}


def attempt(function):
    attempts[function.__name__.replace("_", "-")] = function


def check(result):
    if result == -1 or result == ctypes.c_void_p(-1).value:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def call(number, *arguments):
    # Each argument in full, or what is above the lower half of a pointer would be anything.
    words = (ctypes.c_long(word) if isinstance(word, int) else word for word in arguments)
    return check(libc.syscall(ctypes.c_long(number), *words))


def write(path):
    """Makes a file, and removes it again."""
    pathlib.Path(path).write_text("written")
    os.unlink(path)


def field(name):
    """A line of what the kernel says of this process."""
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith(name + ":"))


# ---- files

@attempt
def write_home():
    write(home / "written")


@attempt
def write_config():
    write(home / ".config/rituald/written")


@attempt
def write_runtime():
    write(runtime / "written")


@attempt
def write_system():
    # The harness gives this folder to the user, so that its mode forbids nothing.
    write("/var/lib/systemd/catalog/written")


@attempt
def write_state():
    write(state / "written")


@attempt
def modes():
    path = state / "mode"
    path.write_text("")
    mode = stat.S_IMODE(path.stat().st_mode)
    path.unlink()
    return oct(mode)


@attempt
def run_written():
    ran = []
    for folder in (state, runtime / "rituald", "/tmp", "/var/tmp", "/dev/shm"):
        program = pathlib.Path(folder) / "program"
        program.write_bytes(pathlib.Path("/bin/true").read_bytes())
        program.chmod(0o700)
        try:
            subprocess.run([program], check=True)
            ran.append(str(folder))
        except OSError:
            pass
        program.unlink()
    return " ".join(ran) or "EACCES"


@attempt
def run_memory():
    file = os.memfd_create("program")
    os.write(file, pathlib.Path("/bin/true").read_bytes())
    subprocess.run([f"/proc/self/fd/{file}"], pass_fds=[file], check=True)


@attempt
def shared_temporary_files():
    if not pathlib.Path("/tmp/of-the-outside").exists():
        raise OSError(errno.ENOENT, "")


@attempt
def setuid_file():
    path = state / "setuid"
    path.write_text("")
    try:
        path.chmod(0o4700)
    finally:
        path.unlink()


# ---- processes

@attempt
def ptrace_other():
    check(libc.ptrace(16, outside, None, None))


@attempt
def trace_child():
    check(libc.ptrace(0, 0, None, None))


@attempt
def read_memory_of_other():
    open(f"/proc/{outside}/mem", "rb").close()


@attempt
def read_environment_of_other():
    return "done" if pathlib.Path(f"/proc/{outside}/environ").read_bytes() else "ENOENT"


@attempt
def copy_memory_of_other():
    buffer = ctypes.create_string_buffer(8)
    here = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)
    there = (ctypes.c_void_p * 2)(id(buffer), 8)
    try:
        check(libc.process_vm_readv(outside, here, 1, there, 1, 0))
    except OSError as error:
        # It may read, and nothing is there.
        if error.errno != errno.EFAULT:
            raise


@attempt
def see_others_of_this_user():
    pathlib.Path(f"/proc/{outside}/cmdline").read_bytes()


@attempt
def see_others_of_root():
    pathlib.Path("/proc/1/cmdline").read_bytes()


@attempt
def see_the_machine_in_proc():
    pathlib.Path("/proc/cpuinfo").read_bytes()


@attempt
def kill_other():
    os.kill(outside, 0)


@attempt
def become_root_by_setuid_program():
    quiet = subprocess.DEVNULL
    # It waits for a password.
    child = subprocess.Popen(["/usr/bin/passwd"], stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
    try:
        users = pathlib.Path(f"/proc/{child.pid}/status").read_text().split("Uid:")[1].split()
    finally:
        child.kill()
    if users[1] == str(os.getuid()):
        raise OSError(errno.EPERM, "")


@attempt
def become_root():
    os.setuid(0)


@attempt
def capabilities():
    return field("CapBnd")


@attempt
def new_privileges():
    return "forbidden" if field("NoNewPrivs") == "1" else "done"


@attempt
def realtime():
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))


@attempt
def more_priority():
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + 1)


@attempt
def personality():
    check(libc.personality(0x0040000))


@attempt
def core():
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except ValueError:
        raise OSError(errno.EPERM, "")


@attempt
def core_limit():
    return " ".join(str(limit) for limit in resource.getrlimit(resource.RLIMIT_CORE))


@attempt
def backtrace():
    return os.environ.get("SWIFT_BACKTRACE", "unset")


# ---- ways out that stay open, or are closed by lines for machines without a desktop

@attempt
def run_outside_by_the_bus():
    quiet = subprocess.DEVNULL
    end = subprocess.run(["systemd-run", "--user", "--quiet", "/bin/true"], stdout=quiet, stderr=quiet).returncode
    return "refused" if end else "done"


@attempt
def read_home():
    (home / "diary").read_bytes()


# ---- the kernel

@attempt
def mount():
    check(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))


@attempt
def mounts_of_the_session():
    if os.readlink("/proc/self/ns/mnt") != outer_mounts:
        raise OSError(errno.ENOENT, "")


@attempt
def unshare_user():
    check(libc.unshare(NEW_USER))


@attempt
def unshare_network_within_user():
    check(libc.unshare(NEW_USER | NEW_NET))


@attempt
def clone_into_namespace():
    child = call(56, NEW_USER | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@attempt
def enter_namespace():
    with open("/proc/self/ns/user") as file:
        check(libc.setns(file.fileno(), 0))


@attempt
def change_root():
    os.chroot("/tmp")


@attempt
def set_clock():
    time.clock_settime(time.CLOCK_REALTIME, time.time())


@attempt
def slew_clock():
    # ADJ_OFFSET_SINGLESHOT of nothing.
    buffer = ctypes.create_string_buffer(256)
    struct.pack_into("I", buffer, 0, 0x8001)
    check(libc.adjtimex(buffer))


@attempt
def set_host_name():
    name = socket.gethostname().encode()
    check(libc.sethostname(name, len(name)))


@attempt
def host_name_of_the_session():
    if os.readlink("/proc/self/ns/uts") != outer_host:
        raise OSError(errno.ENOENT, "")


@attempt
def load_module():
    call(175, b"", 0, b"")


@attempt
def list_modules():
    os.listdir("/lib/modules")


@attempt
def read_kernel_log():
    check(libc.klogctl(3, ctypes.create_string_buffer(64), 64))


@attempt
def open_kernel_log():
    open("/dev/kmsg", "rb", buffering=0).close()


@attempt
def devices():
    harmful = "mem", "kmsg", "fuse", "rtc0", "vda", "sda", "kvm", "net/tun", "ttyS0", "console"
    found = [name for name in harmful if os.path.lexists(f"/dev/{name}")]
    return " ".join(found) or "none"


@attempt
def make_device():
    os.mknod(state / "device", stat.S_IFCHR | 0o600, os.makedev(1, 3))


@attempt
def change_sysfs():
    if os.statvfs("/sys").f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, "")


@attempt
def change_sysctl():
    if os.statvfs("/proc/sys").f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, "")


@attempt
def change_control_groups():
    lines = pathlib.Path("/proc/self/cgroup").read_text().splitlines()
    path = next(line.split(":", 2)[2] for line in lines if line.startswith(("0::", "1:name=systemd:")))
    for hierarchy in ("", "systemd", "unified"):
        own = pathlib.Path("/sys/fs/cgroup") / hierarchy / path.lstrip("/")
        if own.is_dir():
            (own / "written").mkdir()
            (own / "written").rmdir()
            return
    raise OSError(errno.ENOENT, "")


@attempt
def keyring_add():
    call(248, b"user", b"probe", b"x", 1, -3)


@attempt
def keyring_request():
    try:
        call(249, b"user", b"nothing", None, -3)
    except OSError as error:
        # ENOKEY: it was looked for.
        if error.errno != 126:
            raise


@attempt
def keyring_control():
    call(250, 0, -3, 1)


@attempt
def bpf():
    call(321, 0, ctypes.create_string_buffer(128), 128)


@attempt
def perf():
    buffer = ctypes.create_string_buffer(128)
    struct.pack_into("IIQ", buffer, 0, 1, 128, 0)
    os.close(call(298, buffer, 0, -1, -1, 0))


@attempt
def io_uring():
    os.close(call(425, 4, ctypes.create_string_buffer(120)))


@attempt
def userfaultfd():
    os.close(call(323, 1))


# ---- memory

@attempt
def write_and_run():
    check(libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC, 0x22, -1, 0))


@attempt
def run_after_write():
    page = check(libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE, 0x22, -1, 0))
    check(libc.mprotect(page, 4096, mmap.PROT_READ | mmap.PROT_EXEC))


@attempt
def run_shared_memory():
    segment = check(libc.shmget(0, 4096, 0o1600))
    try:
        check(libc.shmat(segment, None, 0o100000))
    finally:
        libc.shmctl(segment, 0, None)


# ---- the network and other machines' code

def try_socket(family, kind, protocol=0):
    socket.socket(family, kind, protocol).close()


@attempt
def netlink():
    try_socket(socket.AF_NETLINK, socket.SOCK_RAW)


@attempt
def raw_packets():
    try_socket(socket.AF_PACKET, socket.SOCK_RAW)


@attempt
def raw_internet():
    try_socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


@attempt
def kernel_crypto():
    try_socket(socket.AF_ALG, socket.SOCK_SEQPACKET)


@attempt
def virtual_machine_socket():
    try_socket(socket.AF_VSOCK, socket.SOCK_STREAM)


@attempt
def internet():
    try_socket(socket.AF_INET, socket.SOCK_STREAM)
    try_socket(socket.AF_INET6, socket.SOCK_STREAM)
    try_socket(socket.AF_UNIX, socket.SOCK_STREAM)


@attempt
def other_architecture():
    # A program of i386 that ends with 42: mov eax, 1; mov ebx, 42; int 0x80.
    code = bytes.fromhex("b801000000bb2a000000cd80")
    start = 0x08048000
    header = b"\x7fELF\x01\x01\x01" + bytes(9) + struct.pack(
        "<HHIIIIIHHHHHH", 2, 3, 1, start + 84, 52, 0, 0, 52, 32, 1, 0, 0, 0)
    segment = struct.pack("<IIIIIIII", 1, 0, start, start, 84 + len(code), 84 + len(code), 5, 4096)
    file = os.memfd_create("i386")
    os.write(file, header + segment + code)
    end = subprocess.run([f"/proc/self/fd/{file}"], pass_fds=[file]).returncode
    return "done" if end == 42 else signal.Signals(-end).name if end < 0 else str(end)


def run(function):
    """What came of an attempt, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = function() or "done"
        except OSError as error:
            said = errno.errorcode.get(error.errno, str(error.errno))
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return said or (signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "nothing")


for name, function in attempts.items():
    print(f"{name}: {run(function)}", flush=True)
