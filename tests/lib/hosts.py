"""Portable programs: compiled once, run natively and as executables of other hosts under qemu-user, with equal results.

Each program becomes one .vgo file.  Its native run is compared with the stored expectation, as in every other suite;
standard output, standard error and exit status on the other hosts are compared with the native run's, byte for byte
but for addresses.  With a host's full virgo there is one more case: compiling gives the same bytes there."""

import hashlib
import os
import re
import tempfile

from . import directive, expect
from .process import execute

# What a traceback or %p prints of memory; nothing else may differ.
_ADDRESS = re.compile(rb'0x(?:c0|7f|55|40|[0-9a-f]{2})[0-9a-f]{8,12}\b')


def programs(tests, corpus_root):
    """(name, path) of every program."""
    folder = os.path.join(tests, 'portable')
    for f in sorted(os.listdir(folder)):
        if f.endswith('.go'):
            yield 'portable/' + f, os.path.join(folder, f)
    with open(os.path.join(tests, 'portable.list')) as lines:
        for name in (line.strip() for line in lines):
            if name and not name.startswith('#'):
                top, _, rest = name.partition('/')
                yield name, os.path.join(corpus_root, rest) if top == 'corpus' else os.path.join(tests, name)


def qemu(host):
    return 'qemu-%s-static' % host


class Portable:
    def __init__(self, virgo, hosts, scale):
        self.virgo = virgo
        self.hosts = hosts
        self.scale = scale
        self.memory = 4096 if scale == 1 else 0         # an instrumented build reserves the address space

    def run(self, path):
        """Returns '' or the reason of the failure."""
        with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
            module = os.path.join(tmp, 'program.vgo')
            built = self._virgo(['build', '-lang=go1.19', '-o', module, path])
            if built.status != 0:
                return 'does not compile\n' + built.out.decode('utf-8', 'replace')
            stdin = expect.read_if_any(path[:-3] + '.stdin') or b''
            args = directive.read_directive(path).args
            native = execute([self.virgo, '-A', module] + args, cwd=tmp, stdin=stdin, timeout=60 * self.scale,
                             memory_mb=self.memory)
            complaint = _compare_stored(path, native)
            for host in self.hosts:
                complaint = complaint or self._on_host(host, module, args, stdin, tmp, native)
            return complaint

    def _on_host(self, host, module, args, stdin, tmp, native):
        program = os.path.join(tmp, host)
        joined = self._virgo(['build', '--exe', '--host=' + host, '-o', program, module])
        if joined.status != 0:
            return 'cannot join for %s\n%s' % (host, joined.out.decode('utf-8', 'replace'))
        r = execute([qemu(host), program] + args, cwd=tmp, stdin=stdin, timeout=180 * self.scale, memory_mb=0)
        for what, want, got in (('exit status', native.status, r.status), ('stdout', native.out, r.out),
                                ('stderr', native.err, r.err)):
            if isinstance(got, bytes):
                want, got = _ADDRESS.sub(b'ADDRESS', want), _ADDRESS.sub(b'ADDRESS', got)
            if want != got:
                return '%s differs on %s: %s' % (what, host, expect.show_difference(want, got)
                                                 if isinstance(got, bytes) else '%s, not %s' % (got, want))
        return ''

    def _virgo(self, args):
        return execute([self.virgo] + args, merge=True, timeout=120 * self.scale, memory_mb=self.memory)


def same_bytes(virgo, build, host, paths):
    """Does the host's virgo compile to the same bytes as the native one?"""
    with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
        other = [qemu(host), os.path.join(build, host, 'virgo')]
        for path in paths:
            digests = []
            for command in ([virgo], other):
                out = os.path.join(tmp, 'out.vgo')
                r = execute(command + ['build', '-lang=go1.19', '-o', out, path], merge=True, timeout=300, memory_mb=0)
                if r.status != 0:
                    return '%s: %s\n%s' % (path, r.describe(), r.out.decode('utf-8', 'replace'))
                digests.append(hashlib.sha256(expect.read_if_any(out)).hexdigest())
            if digests[0] != digests[1]:
                return '%s: sha256 %s natively, %s on %s' % (path, digests[0], digests[1], host)
    return ''


def same_archive(virgo, build, host, root, wanted):
    """Does the host's virgo compile the packages in wanted, and what they import, to the same archive?"""
    with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
        names = os.path.join(tmp, 'packages.list')
        with open(names, 'w') as f:
            f.write('\n'.join(wanted) + '\n')
        digests = []
        for command in ([virgo], [qemu(host), os.path.join(build, host, 'virgo')]):
            out = os.path.join(tmp, 'part.vga')
            r = execute(command + ['build-std', '--list', names, '-o', out], cwd=root, merge=True, timeout=600,
                        memory_mb=0)
            if r.status != 0:
                return '%s\n%s' % (r.describe(), r.out.decode('utf-8', 'replace'))
            digests.append(hashlib.sha256(expect.read_if_any(out)).hexdigest())
        return '' if digests[0] == digests[1] else 'sha256 %s natively, %s on %s' % (digests[0], digests[1], host)


def _compare_stored(path, native):
    if native.timed_out:
        return 'timed out'
    stored = expect.read_if_any(path[:-3] + '.expect')
    if stored is not None:
        return expect.difference(expect.parse(stored), expect.of_result(native))
    if native.status != 0:
        return native.describe() + '\n' + native.err.decode('utf-8', 'replace')
    stored = expect.read_if_any(path[:-3] + '.out')
    if stored is not None and stored not in (native.out, native.err, native.out + native.err):
        return 'output differs\n' + expect.show_difference(stored, native.out + native.err)
    return ''
