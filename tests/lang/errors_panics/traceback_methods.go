// run

package main

import "fmt"

type Account struct{ balance int }

func (a *Account) Withdraw(n int) {
	a.check(n)
	a.balance -= n
}

func (a *Account) check(n int) {
	if n > a.balance {
		panic(fmt.Errorf("insufficient funds: %d < %d", a.balance, n))
	}
}

func run(f func()) { f() }

func main() {
	acc := &Account{100}
	acc.Withdraw(30)
	run(func() {
		acc.Withdraw(200)
	})
}
