"""Stored expectations: what a program prints and how it ends.

NAME.out     stdout and stderr together, exit status 0 (Go's own format)
NAME.expect  the three apart:

    status 2
    --- stdout
    ...
    --- stderr
    ...

Standard error is compared in a form that two implementations can agree on, see
normalise_stderr.
"""

import re


class Expectation:
    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err


def parse(data):
    head, _, rest = data.partition(b'--- stdout\n')
    out, _, err = rest.partition(b'--- stderr\n')
    return Expectation(int(head.split()[1]), out, err)


def render(e):
    return b'status %d\n--- stdout\n%s--- stderr\n%s' % (e.status, e.out, e.err)


def of_result(result):
    """The expectation that a run satisfies.  Every part ends in a newline, so that render is unambiguous."""
    out = result.out
    if out and not out.endswith(b'\n'):
        out += b'\n'
    return Expectation(result.status, out, normalise_stderr(result.err))


def difference(want, got):
    """Why got differs from want, or ''."""
    for what, a, b in (('status', want.status, got.status), ('stdout', want.out, got.out),
                       ('stderr', want.err, got.err)):
        if a != b:
            return '%s differs\n%s' % (what, show_difference(a, b))
    return ''


def show_difference(want, got):
    if isinstance(want, int):
        return '  want %d\n  got  %d' % (want, got)
    a, b = want.splitlines(), got.splitlines()
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1

    def line(lines):
        return lines[i].decode('utf-8', 'replace')[:300] if i < len(lines) else '(end of output)'
    return '  line %d\n  want %s\n  got  %s' % (i + 1, line(a), line(b))


# -- Tracebacks ----------------------------------------------------------------------
# Kept: the panic and fatal lines, the goroutine headers, function names, and
# base name and line of each position.  Dropped: arguments, addresses, pc offsets, frames of
# the runtime itself, goroutine numbers other than 1 (they depend on how many
# goroutines the runtime starts for itself).

_HEADER = re.compile(rb'^goroutine (\d+) (\[.*\]:)$')
_POSITION = re.compile(rb'^\t(?:.*/)?([^/\s]+\.go:\d+)(?: \+0x[0-9a-f]+)?$')
_CALL = re.compile(rb'^((?:created by )?[\w./*()\[\]{}\x80-\xff-]+?)\((?:\.\.\.|[^()]*(?:\{.*\}[^()]*)*)\)$')
_SIGNAL = re.compile(rb'^\[signal (\w+): ([^\]]*?) code=.*\]$')
_RUNTIME = re.compile(rb'^(?:runtime|panic|reflect|internal/|sync\.)')


def normalise_stderr(data):
    lines = data.split(b'\n')
    if lines and lines[-1] == b'':
        lines.pop()
    out = []
    in_traceback = False
    skip_position = False
    for line in lines:
        m = _HEADER.match(line)
        if m:
            in_traceback = True
            out.append(b'goroutine %s %s' % (m.group(1) if m.group(1) == b'1' else b'N', m.group(2)))
            continue
        m = _SIGNAL.match(line)
        if m:
            out.append(b'[signal %s: %s]' % (m.group(1), m.group(2)))
            continue
        if not in_traceback:
            out.append(line)
            continue
        if skip_position and line.startswith(b'\t'):
            skip_position = False
            continue
        skip_position = False
        m = _POSITION.match(line)
        if m:
            out.append(b'\t' + m.group(1))
            continue
        if _RUNTIME.match(line) and b'(' in line:
            skip_position = True
            continue
        m = _CALL.match(line)
        out.append(m.group(1) + b'(...)' if m else line)
    return b''.join(line + b'\n' for line in out)


def read_if_any(path):
    """The bytes of a file of stored expectations; None if there is none."""
    try:
        with open(path, 'rb') as f:
            return f.read()
    except FileNotFoundError:
        return None
