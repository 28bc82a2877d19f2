// Package atomic is empty: it is private to gc's runtime, which Virgo does not use.
package atomic
