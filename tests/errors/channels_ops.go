// errorcheck

package main

func main() {
	r := make(<-chan int)
	s := make(chan<- int)
	r <- 1       // ERROR "cannot send to receive-only channel"
	<-s          // ERROR "cannot receive from send-only channel"
	close(r)     // ERROR "cannot close receive-only channel"
	for range s { // ERROR "cannot range over s"
	}
	x := 5
	<-x          // ERROR "cannot receive from non-channel"
	for range x { // ERROR "cannot range over x"
	}
	select {
	case x > 1: // ERROR "select case must be send or receive"
	}
	defer recover // ERROR "expression in defer must be function call"
}
