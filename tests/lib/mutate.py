"""mutate.py VIRGO FILE.vgo N - runs damaged copies of a module; complains about every crash or hang.

Each copy is cut, flipped in a bit or byte, has a word replaced by an extreme, or
a piece moved.  A copy may be refused (status 1 or 2, with a message) or, where the damage is
harmless or only changes constants, run; it must never crash, hang or be refused silently."""

import os
import random
import subprocess
import sys
import tempfile

EXTREMES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]


def copies(data, n, rng):
    """Damaged copies with a description; truncations are spread evenly over the file."""
    start = data.index(b'\n') + 1 if data.startswith(b'#!') else 0
    for i in range(n // 3):
        cut = start + (len(data) - start) * i // (n // 3)
        yield 'cut at %d' % cut, data[:cut]
    for _ in range(n // 3):
        pos = rng.randrange(start, len(data))
        bit = rng.randrange(8)
        yield 'bit %d of byte %d' % (bit, pos), \
            data[:pos] + bytes([data[pos] ^ 1 << bit]) + data[pos + 1:]
    for _ in range(n // 4):
        pos = rng.randrange(start, len(data) - 4) & ~3
        word = rng.choice(EXTREMES)
        yield 'word %#x at %d' % (word, pos), data[:pos] + word.to_bytes(4, 'little') + data[pos + 4:]
    for _ in range(n // 12):
        a, b = rng.randrange(start, len(data)), rng.randrange(start, len(data))
        size = rng.randrange(1, 64)
        yield '%d bytes from %d to %d' % (size, a, b), data[:b] + data[a:a + size] + data[b + size:]
    for extra in (b'\0', b'\xff' * 100):
        yield 'trailing bytes', data + extra


def complaint(virgo, path):
    try:
        r = subprocess.run([virgo, path], stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    except subprocess.TimeoutExpired:
        return 'hangs'
    if r.returncode < 0 or r.returncode >= 124:
        return 'ends with %d' % r.returncode
    if b'internal error' in r.stderr or b'AddressSanitizer' in r.stderr or b'.c:' in r.stderr:
        return 'internal error'
    if r.returncode != 0 and not r.stderr:
        return 'is refused silently'
    return ''


def main():
    virgo, path, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(path, 'rb') as f:
        data = f.read()
    bad = total = 0
    with tempfile.TemporaryDirectory() as tmp:
        damaged = os.path.join(tmp, 'damaged.vgo')
        for what, copy in copies(data, n, random.Random(1)):
            if copy == data:
                continue
            total += 1
            with open(damaged, 'wb') as f:
                f.write(copy)
            why = complaint(virgo, damaged)
            if why:
                bad += 1
                print('%s: %s' % (what, why))
                if bad <= 5:
                    with open('bad-%d.vgo' % bad, 'wb') as f:
                        f.write(copy)
    print('%d damaged modules, %d not handled' % (total, bad))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
