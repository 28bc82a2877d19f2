package main

const size = 2000000

func sieve() int {
	composite := make([]bool, size+1)
	count := 0
	for i := 2; i <= size; i++ {
		if !composite[i] {
			count++
			for j := i + i; j <= size; j += i {
				composite[j] = true
			}
		}
	}
	return count
}

func main() {
	count := 0
	for round := 0; round < 3; round++ {
		count = sieve()
	}
	println(count)
}
