// run

package main

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"
)

type Event struct {
	At    time.Time
	Every time.Duration
	Title string
}
type Agenda []Event

func (a Agenda) Len() int           { return len(a) }
func (a Agenda) Less(i, j int) bool { return a[i].At.Before(a[j].At) }
func (a Agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }

func month(y int, m time.Month) string {
	first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nMo Tu We Th Fr Sa Su\n", first.Format("January 2006"))
	pad := (int(first.Weekday()) + 6) % 7
	b.WriteString(strings.Repeat("   ", pad))
	for d := first; d.Month() == m; d = d.AddDate(0, 0, 1) {
		fmt.Fprintf(&b, "%2d", d.Day())
		if d.Weekday() == time.Sunday {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.TrimRight(b.String(), " \n") + "\n"
}

func main() {
	fmt.Print(month(2024, time.February))
	fmt.Print(month(1999, time.August))
	base := time.Date(2023, 12, 31, 23, 59, 58, 500e6, time.UTC)
	var ag Agenda
	for _, e := range []struct {
		off   string
		title string
	}{{"48h", "later"}, {"1.5s", "new year"}, {"-36h30m", "earlier"}} {
		d, err := time.ParseDuration(e.off)
		if err != nil {
			panic(err)
		}
		ag = append(ag, Event{At: base.Add(d), Title: e.title})
	}
	sort.Sort(ag)
	for _, e := range ag {
		fmt.Printf("%-9s %s %s\n", e.Title, e.At.Format(time.RFC3339Nano), e.At.Sub(base))
	}
	_, err := time.ParseDuration("3 parsecs")
	fmt.Println(err)
	t, err := time.Parse("2006-01-02 15:04", "2020-02-29 13:07")
	fmt.Println(t, err, t.YearDay(), t.Unix())
	y, w := t.ISOWeek()
	fmt.Println(y, w, t.AddDate(1, 0, 0).Format("Mon Jan _2 2006"), t.Truncate(time.Hour).Format(time.Kitchen))
	for _, bad := range []string{"2021-02-29 00:00", "nonsense", "2020-13-01 00:00"} {
		_, err := time.Parse("2006-01-02 15:04", bad)
		var pe *time.ParseError
		fmt.Println(errors.As(err, &pe), err)
	}
	zone := time.FixedZone("VST", -(3*3600 + 30*60))
	z := t.In(zone)
	fmt.Println(z, z.Equal(t), z == t, z.Location(), z.Format(time.RFC1123Z))
	fmt.Println(time.Duration(1234567890), time.Duration(0), 90*time.Minute, (36 * time.Hour).Hours(), time.Duration(1500)*time.Microsecond)
	fmt.Println((1234 * time.Millisecond).Round(100*time.Millisecond), (-1234 * time.Millisecond).Truncate(time.Second))
	b, _ := t.MarshalText()
	var back time.Time
	fmt.Println(string(b), back.UnmarshalText(b), back.Equal(t), back.IsZero(), time.Time{}.IsZero())
	fmt.Println(time.Unix(1e9, 5).UTC(), time.UnixMilli(1700000000123).UTC().Format(time.StampMilli))
	start := time.Now()
	time.Sleep(3 * time.Millisecond)
	el := time.Since(start)
	fmt.Println(el >= 3*time.Millisecond, el < 5*time.Second)
	timer := time.NewTimer(time.Hour)
	fmt.Println(timer.Stop(), timer.Reset(time.Millisecond))
	<-timer.C
	fired := make(chan string, 3)
	for i := 3; i >= 1; i-- {
		i := i
		time.AfterFunc(time.Duration(i)*15*time.Millisecond, func() { fired <- fmt.Sprint("t", i) })
	}
	names := []string{<-fired, <-fired, <-fired} // timers due at once run in any order
	sort.Strings(names)
	fmt.Println(names[0], names[1], names[2])
	if base.Weekday() != time.Sunday {
		os.Exit(1)
	}
	fmt.Println(time.March, time.Saturday, base.Month() == time.December)
}
