package build

const defaultCGO_ENABLED = ""

// No port of Virgo uses cgo.
var cgoEnabled = map[string]bool{}

func init() { knownArch["virgo"] = true }
