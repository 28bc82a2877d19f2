"""Tests that are Go files with a directive in the first line: Go's corpus and our own."""

import os
import shutil
import tempfile

from . import directive, expect
from .process import execute

LANG = '-lang=go1.19'


class Runner:
    def __init__(self, virgo, slow=1, timeout=30):
        self.virgo = virgo
        self.slow = slow
        self.timeout = timeout

    def run_file(self, root, name, strict_out):
        """Runs root/name by its directive.  strict_out: without a stored output there must be none.
        Returns '' or the reason of the failure."""
        path = os.path.join(root, name)
        d = directive.read_directive(path)
        if d is None:
            return 'no directive'
        action = _ACTIONS.get(d.action)
        if action is None:
            return 'unknown action ' + d.action
        return action(self, _Test(root, name, d, strict_out)) or ''

    def virgo_run(self, test, args, cwd, merge=True, stdin=b''):
        return execute([self.virgo, 'run', test.lang()] + args, cwd=cwd, merge=merge, stdin=stdin,
                       env={'GOOS': 'linux', 'GOARCH': 'virgo'},     # as Go's own runner sets them
                       timeout=(test.directive.timeout or self.timeout) * self.slow,
                       memory_mb=self.memory())

    def memory(self):
        """Limit in MB; an instrumented build reserves address space without end."""
        return 0 if self.slow > 1 else 4096

    def virgo_build(self, test, args, cwd):
        return execute([self.virgo, 'build', '-e', test.lang(), '-o', '/dev/null'] + args, cwd=cwd,
                       merge=True, timeout=self.timeout * self.slow, memory_mb=self.memory())


class _Test:
    def __init__(self, root, name, d, strict_out):
        self.root = root
        self.name = name
        self.path = os.path.join(root, name)
        self.stem = self.path[:-len('.go')]
        self.directive = d
        self.strict_out = strict_out

    def lang(self):
        for flag in self.directive.flags:
            if flag.startswith('-lang='):
                return flag
        return LANG

    def check_output(self, result):
        """Exit status 0 and the stored output, or no output where none is stored."""
        text = result.out.decode('utf-8', 'replace')
        if result.timed_out or result.status != 0:
            return '%s\n%s' % (result.describe(), text)
        want = expect.read_if_any(self.stem + '.out')
        if want is None:
            return 'unexpected output\n' + text if text and self.strict_out else ''
        got = result.out.replace(b'\r\n', b'\n')
        return '' if got == want else 'output differs\n' + expect.show_difference(want, got)


# -- Actions -------------------------------------------------------------------------

def _run(runner, test):
    stored = expect.read_if_any(test.stem + '.expect')
    stdin = expect.read_if_any(test.stem + '.stdin') or b''
    if stored is None:
        return test.check_output(runner.virgo_run(test, [test.name] + test.directive.args,
                                                  test.root, stdin=stdin))
    result = runner.virgo_run(test, [test.name] + test.directive.args, test.root, merge=False,
                              stdin=stdin)
    if result.timed_out:
        return 'timed out'
    return expect.difference(expect.parse(stored), expect.of_result(result))


def _run_dir(runner, test):
    args = (['--single-file-packages'] if test.directive.has('-s') else []) + ['--testdir']
    with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
        return test.check_output(runner.virgo_run(
            test, args + [test.stem + '.dir'] + test.directive.args, tmp))


def _run_output(runner, test):
    result = runner.virgo_run(test, [test.name] + test.directive.args, test.root)
    if result.timed_out or result.status != 0:
        return 'generator: %s\n%s' % (result.describe(), result.out.decode('utf-8', 'replace'))
    with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
        with open(os.path.join(tmp, 'generated.go'), 'wb') as f:
            f.write(result.out)
        return test.check_output(runner.virgo_run(test, ['generated.go'], tmp))


def _run_in_dir(runner, test):
    with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
        module = os.path.basename(test.stem) + '.dir'
        copy = os.path.join(tmp, module)
        shutil.copytree(test.stem + '.dir', copy)
        if not os.path.exists(os.path.join(copy, 'go.mod')):
            with open(os.path.join(copy, 'go.mod'), 'w') as f:
                f.write('module %s\ngo 1.14\n' % module)
        return test.check_output(runner.virgo_run(test, ['.'], copy))


def _error_check(runner, test):
    want_error = not test.directive.has('-0')
    result = runner.virgo_build(test, [test.name], test.root)
    return _check_errors(result, want_error, [(test.path, os.path.basename(test.path))])


def _check_errors(result, want_error, files):
    text = result.out.decode('utf-8', 'replace')
    if result.timed_out or result.crashed():
        return 'compiler: %s\n%s' % (result.describe(), text)
    if want_error and result.status == 0:
        return 'compiled, but errors were expected\n' + text
    if not want_error and result.status != 0:
        return 'does not compile\n' + text
    return '\n'.join(directive.compare_errors(text, files))


def _error_check_and_run_dir(runner, test):
    folder = test.stem + '.dir'
    files = sorted(f for f in os.listdir(folder) if f.endswith('.go'))
    want_error = test.directive.has('-1')
    result = runner.virgo_build(test, ['--testdir', folder], test.root)
    complaint = _check_errors(result, want_error, [(os.path.join(folder, f), f) for f in files])
    if complaint or not want_error:
        return complaint or _run_dir(runner, test)
    # The last package runs, without the faulty one before it.
    with tempfile.TemporaryDirectory(prefix='virgo-test-') as tmp:
        for f in files[:-2] + files[-1:]:
            shutil.copy(os.path.join(folder, f), tmp)
        return test.check_output(runner.virgo_run(test, ['--testdir', tmp], test.root))


def _compile(runner, test):
    result = runner.virgo_build(test, [test.name], test.root)
    text = result.out.decode('utf-8', 'replace')
    return '' if result.status == 0 else '%s\n%s' % (result.describe(), text)


def _compile_dir(runner, test):
    result = runner.virgo_build(test, ['--testdir', test.stem + '.dir'], test.root)
    text = result.out.decode('utf-8', 'replace')
    return '' if result.status == 0 else '%s\n%s' % (result.describe(), text)


_ACTIONS = {
    'run': _run, 'buildrun': _run,
    'rundir': _run_dir,
    'runoutput': _run_output,
    'runindir': _run_in_dir,
    'errorcheck': _error_check,
    'errorcheckandrundir': _error_check_and_run_dir,
    'compile': _compile, 'build': _compile,
    'compiledir': _compile_dir,
}
