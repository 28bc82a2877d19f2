"""The std packages' own tests: the list, one package's run and what it should give."""

import hashlib
import json
import os
import re
import time

from lib.process import execute

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
LIST = os.path.join(TESTS, 'stdpkg.list')


class Entry:
    """A line of the list."""

    def __init__(self, path, fast=False, tests=(), reason=''):
        self.path = path
        self.fast = fast
        self.tests = set(tests)
        self.reason = reason

    def line(self):
        text = self.path + (' fast' if self.fast else '')
        if self.tests:
            text += ' : %s -- %s' % (' '.join(sorted(self.tests)), self.reason or 'not looked into')
        return text


def read_list():
    entries, head = [], []
    with open(LIST) as f:
        for line in f:
            if line.startswith('#'):
                head.append(line)
                continue
            words, _, failures = line.strip().partition(' : ')
            if not words:
                continue
            tests, _, reason = failures.partition(' -- ')
            path, *flags = words.split()
            entries.append(Entry(path, 'fast' in flags, tests.split(), reason.strip()))
    return entries, head


# -- Keys ----------------------------------------------------------------------------------

def digest(paths):
    h = hashlib.sha256()
    for path in paths:
        h.update(path.encode())
        with open(path, 'rb') as f:
            h.update(f.read())
    return h.hexdigest()


def files_below(folder, deep=True):
    for dirpath, dirs, files in os.walk(folder):
        dirs[:] = sorted(dirs) if deep else []
        for f in sorted(files):
            yield os.path.join(dirpath, f)


# -- One package ------------------------------------------------------------------------------

def failing_tests(out):
    return sorted(set(re.findall(r'^--- FAIL: (\S+)', out, re.M)))


FIRST = re.compile(r'^(panic: .*|fatal error: .*|virgo: .*|SIG[A-Z]+: .*|unexpected fault.*|\S+\.go:\d+:\d+: .*|'
                   r' +\S+\.go:\d+: .*)$', re.M)


def why(result, out):
    if result.timed_out:
        return 'timed out'
    m = FIRST.search(out)
    return m.group(1).strip() if m else result.describe()


def base_key(build):
    """What all results depend on."""
    return digest([os.path.join(build, 'virgo'), os.path.join(build, 'std.vga')] +
                  list(files_below(os.path.join(ROOT, 'stdlib', 'overlay'))))


def run_package(o, entry, base):
    """o: build, results (folders), goroot, short, fresh, timeout (s), memory (MB); the result as kept."""
    folder = os.path.join(o.goroot, 'src', entry.path)
    key = hashlib.sha256((base + digest(files_below(folder, deep=False)) + str(o.short)).encode()).hexdigest()
    store = os.path.join(o.results, entry.path.replace('/', '+') + '.json')
    if not o.fresh and os.path.exists(store):
        with open(store) as f:
            kept = json.load(f)
        if kept.get('key') == key:
            return kept
    argv = [os.path.join(o.build, 'virgo'), 'test'] + (['-short'] if o.short else []) + \
           ['-timeout', '%ds' % o.timeout, entry.path]
    start = time.time()
    # a long traceback of every goroutine may follow the time limit
    result = execute(argv, cwd=ROOT, merge=True, timeout=o.timeout + 20, memory_mb=o.memory)
    out = result.out.decode('utf-8', 'replace')
    ok = result.status == 0
    kept = {'key': key, 'ok': ok, 'seconds': round(time.time() - start, 1), 'failing': failing_tests(out),
            'why': '' if ok else why(result, out)}
    if not ok and not kept['failing']:
        kept['failing'] = ['*']
    with open(store[:-5] + '.log', 'w') as f:
        f.write(out)
    with open(store + '.tmp', 'w') as f:
        json.dump(kept, f)
    os.rename(store + '.tmp', store)
    return kept


# -- The table -------------------------------------------------------------------------------

def verdict(entry, kept):
    """Word for the table, and whether it is what the list expects."""
    expected = entry.tests
    if kept['ok']:
        return ('PASSES NOW', False) if expected else ('pass', True)
    return 'fail', bool(expected)
