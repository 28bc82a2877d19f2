package syscall

import "unsafe"

// A spawnRequest is what the native spawn reads; runtime/shim/spawn.c has the same layout.  All fields are 8 bytes.
type spawnRequest struct {
	path, argv, envv  unsafe.Pointer // argv and envv end in nil
	chroot, dir       unsafe.Pointer
	files             unsafe.Pointer // child's descriptor i is files[i], or closed if -1
	nfiles            int
	flags             int // spawn* bits
	ctty, pgid        int
	deathsig          int
	uid, gid          int
	groups            unsafe.Pointer // of uint32
	ngroups           int
	cloneflags        uintptr
	unshareflags      uintptr
	uidmap, gidmap    int // numbers of entries
	ambient, nambient int
}

const (
	spawnSetsid = 1 << iota
	spawnSetpgid
	spawnSetctty
	spawnNoctty
	spawnForeground
	spawnPtrace
	spawnCredential
	spawnNoSetGroups
)

func spawn(r *spawnRequest) (pid int, err Errno)

func forkAndExecInChild(argv0 *byte, argv, envv []*byte, chroot, dir *byte, attr *ProcAttr, sys *SysProcAttr, pipe int) (pid int, err Errno) {
	r := spawnRequest{
		path:   unsafe.Pointer(argv0),
		argv:   unsafe.Pointer(&argv[0]),
		envv:   unsafe.Pointer(&envv[0]),
		chroot: unsafe.Pointer(chroot),
		dir:    unsafe.Pointer(dir),
		nfiles: len(attr.Files),
		ctty:   sys.Ctty,
		pgid:   sys.Pgid, deathsig: int(sys.Pdeathsig),
		cloneflags: sys.Cloneflags, unshareflags: sys.Unshareflags,
		uidmap: len(sys.UidMappings), gidmap: len(sys.GidMappings),
		nambient: len(sys.AmbientCaps),
	}
	if len(attr.Files) > 0 {
		r.files = unsafe.Pointer(&attr.Files[0])
	}
	for _, f := range [...]struct {
		on  bool
		bit int
	}{
		{sys.Setsid, spawnSetsid}, {sys.Setpgid, spawnSetpgid}, {sys.Setctty, spawnSetctty},
		{sys.Noctty, spawnNoctty}, {sys.Foreground, spawnForeground}, {sys.Ptrace, spawnPtrace},
	} {
		if f.on {
			r.flags |= f.bit
		}
	}
	if c := sys.Credential; c != nil {
		r.flags |= spawnCredential
		r.uid, r.gid, r.ngroups = int(c.Uid), int(c.Gid), len(c.Groups)
		if len(c.Groups) > 0 {
			r.groups = unsafe.Pointer(&c.Groups[0])
		}
		if c.NoSetGroups {
			r.flags |= spawnNoSetGroups
		}
	}
	runtime_entersyscall()
	pid, err = spawn(&r)
	runtime_exitsyscall()
	return pid, err
}
