// errorcheck

package main

var a = b // ERROR "initialization loop for a"
var b = f()

func f() int { return a }

func main() {}
