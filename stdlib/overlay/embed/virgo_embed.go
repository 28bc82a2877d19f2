package embed

// newFS is what the compiler calls to initialise a variable of type FS that has a go:embed directive: names and contents
// in the order of FS.files, names of folders with a slash at the end.
func newFS(list ...string) FS {
	files := make([]file, len(list)/2)
	for i := range files {
		files[i].name, files[i].data = list[2*i], list[2*i+1]
	}
	return FS{&files}
}
