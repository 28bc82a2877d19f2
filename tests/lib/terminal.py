"""virgo repl on a real terminal: a pseudo-terminal driven by the lines of a script (tests/repl/*.session).

    > TEXT          types TEXT and Enter at the prompt
    . TEXT          the same at the prompt of continued input
    >> TEXT         the same, and it is not waited for: interrupt or input comes next
    input TEXT      what a program that runs reads from the terminal
    = TEXT          the next line that is printed
    ~ REGEXP        the next line that is printed matches
    paste FILE      pastes a file (as a terminal does, in brackets) and presses Enter
    raw FILE        sends a file's lines one by one, without brackets
    tab TEXT -> R   types TEXT and Tab: the line becomes R; Ctrl-C drops it
    tabs TEXT -> A B    ... Tab until it lists: the words A and B are among those listed
    up R            the line before in the history is R; Ctrl-C drops it
    enter -> R      the same, and Enter
    interrupt       Ctrl-C while the last line runs
    drop TEXT       types TEXT, then Ctrl-C
    wait SECONDS    lets goroutines print
    within SECONDS  the next input answers within that time
    file NAME       what follows, each line after '| ', is a file in the test's folder
    args WORDS      options of virgo repl (before anything else)
    quit            Ctrl-D: it ends with status 0
    exit N          it has ended with status N
    restart         ends it and starts another, with the same history

All that is printed between two inputs must be asked for, line by line."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time

PROMPT = re.compile(rb'(?:^|[\r\n])(?:\x1b\[\?2004h)?(\[\d+\]> |\.\.\.> )$')
ESCAPES = re.compile(r'\x1b\[[?0-9;]*[a-zA-Z]|\x07')


class Failed(Exception):
    pass


class Terminal:
    """A process on a terminal of its own; what it prints is read until a prompt comes."""

    def __init__(self, argv, folder, scale):
        self.scale = scale
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            env = dict(os.environ, TERM='xterm', XDG_STATE_HOME=folder, LC_ALL='C.UTF-8', INPUTRC='/dev/null')
            os.execve(argv[0], argv, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', 60, 500, 0, 0))
        self.status = None

    def write(self, text):
        data = text.encode() if isinstance(text, str) else text
        while data:
            n = os.write(self.fd, data[:512])       # a terminal's queue is short
            data = data[n:]

    def read(self, seconds, until=PROMPT):
        """What comes within the time, or until it ends in the pattern; the bytes and whether it came."""
        out, end = b'', time.monotonic() + seconds * self.scale
        while True:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.fd], [], [], max(0, left))
            if not ready:
                return out, False
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b''
            if not data:
                return out, False
            out += data
            if until and until.search(out):
                return out, True

    def ended(self):
        """Exit status once it has ended, or None."""
        for _ in range(200 * self.scale):
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            time.sleep(0.02)
        return None

    def kill(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


class Script:
    def __init__(self, virgo, path, scale):
        self.virgo, self.path, self.scale = virgo, path, scale
        self.folder = tempfile.TemporaryDirectory(prefix='virgo-repl-')
        self.args, self.term, self.lines, self.where = [], None, [], 'start'
        self.limit = 20
        self.inputs = 0

    # -- Talking ----------------------------------------------------------------------

    def start(self):
        self.term = Terminal([self.virgo, 'repl'] + self.args, self.folder.name, self.scale)
        out, came = self.term.read(20)
        if not came:
            raise Failed('no prompt: %r' % out)

    def take(self, out, echo=''):
        """Printed lines of what was read, without echo and prompt."""
        if echo:                        # readline ends the echo by leaving the mode of bracketed pastes
            before, mark, after = out.partition(b'\x1b[?2004l')
            out, echo = (after, '') if mark else (out, echo)
        text = ESCAPES.sub('', out.decode('utf-8', 'replace')).replace('\r\n', '\n').replace('\r', '\n')
        lines = text.split('\n')
        if echo and lines and lines[0].endswith(echo):
            lines = lines[1:]
        if lines and re.fullmatch(r'\[\d+\]> |\.\.\.> ', lines[-1]):
            lines = lines[:-1]
        self.lines += [line for line in lines if line != '']

    def nothing_left(self):
        if self.lines:
            raise Failed('not asked for: %r' % self.lines)

    def type(self, text, prompt=True):
        self.nothing_left()
        self.inputs += 1
        self.term.write(text + '\r')
        out, came = self.term.read(self.limit)
        self.limit = 20
        self.take(out, text)
        self.waiting = not came

    # -- Words ------------------------------------------------------------------------

    def key(self, before, keys, want, listed=False):
        self.nothing_left()
        self.inputs += 1
        self.term.write(before)
        self.term.read(0.3, until=re.compile(re.escape(before.encode()) + b'$') if before else None)
        self.term.write(keys)
        out, _ = self.term.read(1.0, until=None)
        shown = ESCAPES.sub('', (before.encode() + out).decode('utf-8', 'replace'))
        shown = shown.replace('\x08', '')
        last = re.split(r'[\r\n]', shown)[-1]
        if listed:
            missing = [w for w in want.split() if not re.search(r'(^|\s)%s(\s|$)' % re.escape(w), shown)]
            if missing:
                raise Failed('%s not among %r' % (missing, shown))
        elif not last.endswith(want):
            raise Failed('the line is %r, not %r' % (last, want))

    def drop_line(self):
        self.term.write('\x03')
        out, came = self.term.read(10)
        if not came:
            raise Failed('no prompt after Ctrl-C: %r' % out)

    def command(self, word, rest):
        if word in ('>', '.'):
            self.type(rest)
        elif word in ('>>', 'input'):
            self.nothing_left()
            self.inputs += 1
            self.term.write(rest + '\r')
            out, _ = self.term.read(0.4)
            self.take(out, rest)
        elif word == '=':
            self.next_line(lambda line: line == rest, rest)
        elif word == '~':
            self.next_line(lambda line: re.search(rest, line), rest)
        elif word == 'paste':
            with open(os.path.join(self.folder.name, rest)) as f:
                text = f.read().rstrip('\n')
            self.nothing_left()
            self.term.write('\x1b[200~' + text + '\x1b[201~')
            self.term.read(1.0, until=None)
            self.term.write('\r')
            out, _ = self.term.read(20)
            self.inputs += 1
            self.take(out, text)
        elif word == 'raw':
            with open(os.path.join(self.folder.name, rest)) as f:
                for line in f.read().splitlines():
                    if line:
                        self.type(line)
        elif word == 'tab':
            before, want = rest.split(' -> ')
            self.key(before, '\t', want)
            self.drop_line()
        elif word == 'tabs':
            before, want = rest.split(' -> ')
            self.key(before, '\t\t\t', want, listed=True)
            self.drop_line()
        elif word == 'up':
            self.key('', '\x1b[A', rest)
            self.drop_line()
        elif word == 'interrupt':
            self.term.read(0.3, until=None)
            self.inputs += 1
            self.term.write('\x03')
            out, came = self.term.read(10)
            if not came:
                raise Failed('not interrupted: %r' % out)
            self.take(out)
            self.lines = [x[2:] if x.startswith('^C') else x for x in self.lines if x != '^C']
        elif word == 'drop':
            self.nothing_left()
            self.inputs += 1
            self.term.write(rest)
            self.term.read(0.3, until=None)
            self.drop_line()
        elif word == 'wait':
            out, _ = self.term.read(float(rest), until=None)
            self.take(out)
        elif word == 'within':
            self.limit = float(rest)
        elif word == 'quit':
            self.nothing_left()
            self.inputs += 1
            self.term.write('\x04')
            self.term.read(5, until=None)
            if self.term.ended() != 0:
                raise Failed('Ctrl-D: status %s' % self.term.status)
        elif word == 'exit':
            if self.term.ended() != int(rest):
                raise Failed('status %s, not %s' % (self.term.status, rest))
        elif word == 'restart':
            self.nothing_left()
            if self.term.status is None:
                self.command('quit', '')
            self.term.kill()
            self.start()
        else:
            raise Failed('unknown word %s' % word)

    def next_line(self, fits, want):
        if not self.lines:
            raise Failed('nothing printed, wanted %s' % want)
        line = self.lines.pop(0)
        if not fits(line):
            raise Failed('printed %r, wanted %s; then %r' % (line, want, self.lines))

    # -- The script ---------------------------------------------------------------------

    def run(self):
        """'' or what went wrong."""
        name = None
        try:
            with open(self.path) as f:
                script = f.read().splitlines()
            for number, line in enumerate(script, 1):
                self.where = '%s:%d: %s' % (os.path.basename(self.path), number, line)
                word, _, rest = line.partition(' ')
                if not line or word == '#':
                    continue
                if word == 'args':
                    self.args = rest.split()
                elif word == 'file':
                    name = os.path.join(self.folder.name, rest)
                    os.makedirs(os.path.dirname(name), exist_ok=True)
                    open(name, 'w').close()
                elif word == '|':
                    with open(name, 'a') as out:
                        out.write(rest + '\n')
                else:
                    if not self.term:
                        self.start()
                    self.command(word, rest)
            self.nothing_left()
            return ''
        except Failed as e:
            return '%s\n%s\n' % (self.where, e)
        finally:
            if self.term:
                self.term.kill()
            self.folder.cleanup()
