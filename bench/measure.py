"""Measuring commands: wall time, CPU time and peak memory of a child process, medians over rounds."""

import os
import statistics
import subprocess
import sys
import time


class Sample:
    def __init__(self, wall, cpu, peak_kb, out):
        self.wall, self.cpu, self.peak_kb, self.out = wall, cpu, peak_kb, out


def run_once(argv, cwd=None, env=None):
    """One run; its output is read so that rivals can be checked to compute the same."""
    started = time.perf_counter()
    process = subprocess.Popen(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit('%s: exit status %d\n%s' % (' '.join(argv), process.returncode, out.decode(errors='replace')))
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, out)


def interleave(commands, rounds, warm=1):
    """Runs all commands once a round, so that noise hits them alike; {name: [Sample]}."""
    samples = {name: [] for name, _ in commands}
    for i in range(rounds + warm):
        for name, argv in commands:
            s = run_once(argv)
            if i >= warm:
                samples[name].append(s)
    return samples


def median(samples, field):
    return statistics.median(getattr(s, field) for s in samples)
