"""Running a command under limits: time, memory, no terminal, its own process group."""

import os
import signal
import subprocess

# RLIMIT_DATA, not RLIMIT_AS: reserved but inaccessible address space is no use of memory.
_LIMITED = 'ulimit -c 0; [ "$0" = 0 ] || ulimit -d "$0"; exec "$@"'


class Result:
    """What a command did.  status is its exit status, or -N when signal N ended it."""

    def __init__(self, status, out, err, timed_out):
        self.status = status
        self.out = out
        self.err = err
        self.timed_out = timed_out

    def crashed(self):
        return self.status < 0 or self.status > 128 or b'AddressSanitizer' in self.err \
            or b'runtime error: ' in self.err and b'vm/' in self.err and b'.c:' in self.err

    def describe(self):
        if self.timed_out:
            return 'timed out'
        if self.status < 0:
            return 'killed by ' + signal.Signals(-self.status).name
        return 'exit status %d' % self.status


def execute(argv, cwd=None, stdin=b'', timeout=30, merge=False, env=None, memory_mb=4096):
    """Runs argv and waits for it; merge sends stderr into stdout, in order of writing."""
    limit = str(memory_mb * 1024)
    full_env = dict(os.environ, LC_ALL='C.UTF-8', TZ='UTC')
    if cwd:
        full_env['PWD'] = cwd
    full_env.update(env or {})
    process = subprocess.Popen(
        ['/bin/sh', '-c', _LIMITED, limit] + argv, cwd=cwd, env=full_env,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merge else subprocess.PIPE, start_new_session=True)
    timed_out = False
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        timed_out = True
        _kill_group(process)
        out, err = process.communicate()
    return Result(process.returncode, out, err or b'', timed_out)


def _kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
