// run

// Walks values with reflection: printing, validating by tags, calling methods.
package main

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

type Address struct {
	Street string `check:"required"`
	Zip    int    `check:"min=1000,max=99999"`
}
type Person struct {
	Name    string `check:"required" label:"full name"`
	Age     uint8  `check:"max=120"`
	Emails  []string
	Home    *Address
	Extra   map[string]interface{}
	private int
}

func (p Person) Greet(greeting string, times int) string {
	return strings.Repeat(greeting+" "+p.Name+"! ", times)
}
func (p *Person) Birthday()         { p.Age++ }
func (p Person) Fail() (int, error) { return 0, errors.New("failed") }

func dump(b *strings.Builder, v reflect.Value, indent string) {
	switch v.Kind() {
	case reflect.Ptr, reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil\n")
			return
		}
		b.WriteString("-> ")
		dump(b, v.Elem(), indent)
	case reflect.Struct:
		fmt.Fprintf(b, "%s {\n", v.Type())
		for i := 0; i < v.NumField(); i++ {
			f := v.Type().Field(i)
			fmt.Fprintf(b, "%s  %s (exported %v): ", indent, f.Name, f.PkgPath == "")
			dump(b, v.Field(i), indent+"  ")
		}
		fmt.Fprintf(b, "%s}\n", indent)
	case reflect.Slice, reflect.Array:
		fmt.Fprintf(b, "%s len %d\n", v.Type(), v.Len())
		for i := 0; i < v.Len(); i++ {
			fmt.Fprintf(b, "%s  [%d] ", indent, i)
			dump(b, v.Index(i), indent+"  ")
		}
	case reflect.Map:
		fmt.Fprintf(b, "%s len %d\n", v.Type(), v.Len())
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, k := range keys {
			fmt.Fprintf(b, "%s  %q: ", indent, k.String())
			dump(b, v.MapIndex(k), indent+"  ")
		}
	case reflect.String:
		fmt.Fprintf(b, "%q\n", v.String())
	case reflect.Int, reflect.Int8, reflect.Int64:
		fmt.Fprintf(b, "%d\n", v.Int())
	case reflect.Uint8, reflect.Uint:
		fmt.Fprintf(b, "%du\n", v.Uint())
	default:
		fmt.Fprintf(b, "<%s>\n", v.Kind())
	}
}

func validate(x interface{}) (errs []string) {
	v := reflect.Indirect(reflect.ValueOf(x))
	for i := 0; i < v.NumField(); i++ {
		f, fv := v.Type().Field(i), v.Field(i)
		for _, rule := range strings.Split(f.Tag.Get("check"), ",") {
			name, arg, _ := strings.Cut(rule, "=")
			limit, _ := strconv.Atoi(arg)
			var n int
			switch fv.Kind() {
			case reflect.Int:
				n = int(fv.Int())
			case reflect.Uint8:
				n = int(fv.Uint())
			}
			switch {
			case name == "required" && fv.IsZero():
				errs = append(errs, f.Name+" is required")
			case name == "min" && n < limit, name == "max" && n > limit:
				errs = append(errs, fmt.Sprintf("%s: %d is not %s %d", f.Name, n, name, limit))
			}
		}
		if fv.Kind() == reflect.Ptr && !fv.IsNil() {
			errs = append(errs, validate(fv.Interface())...)
		}
	}
	return
}

func main() {
	p := &Person{Name: "Ann", Age: 130, Emails: []string{"a@x"}, Home: &Address{Zip: 7},
		Extra: map[string]interface{}{"n": 1, "s": "t", "f": 1.5}}
	var b strings.Builder
	dump(&b, reflect.ValueOf(p), "")
	fmt.Print(b.String())
	fmt.Println(validate(p))
	v := reflect.ValueOf(p)
	t := v.Type()
	for i := 0; i < t.NumMethod(); i++ {
		fmt.Println(t.Method(i).Name, t.Method(i).Type)
	}
	out := v.MethodByName("Greet").Call([]reflect.Value{reflect.ValueOf("hi"), reflect.ValueOf(2)})
	fmt.Println(out[0])
	v.MethodByName("Birthday").Call(nil)
	fmt.Println(v.MethodByName("Fail").Call(nil)[1].Interface().(error), p.Age)
	e := v.Elem()
	e.FieldByName("Name").SetString("Bob")
	e.Field(2).Set(reflect.Append(e.Field(2), reflect.ValueOf("b@y")))
	fmt.Println(p.Name, p.Emails, e.FieldByName("private").CanSet(), e.Field(0).CanSet())
	m := reflect.MakeMap(reflect.TypeOf(map[string]int{}))
	m.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf(5))
	s := reflect.MakeSlice(reflect.TypeOf([]int{}), 2, 5)
	s.Index(1).SetInt(7)
	fmt.Println(m.Interface(), s.Interface(), s.Cap(), reflect.Zero(reflect.TypeOf(Address{})))
	fmt.Println(reflect.DeepEqual([]int{1, 2}, []int{1, 2}), reflect.DeepEqual(map[string][]int{"a": {1}}, map[string][]int{"a": {2}}))
	swap := reflect.MakeFunc(reflect.TypeOf(func(int, string) (string, int) { return "", 0 }), func(in []reflect.Value) []reflect.Value {
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(1, "x"))
	ft := reflect.TypeOf(swap)
	fmt.Println(ft, ft.NumIn(), ft.Out(0), reflect.TypeOf((*error)(nil)).Elem().Kind())
	fmt.Println(reflect.TypeOf(p).Implements(reflect.TypeOf((*fmt.Stringer)(nil)).Elem()), reflect.TypeOf(Person{}).Field(0).Tag.Get("label"))
	defer func() { fmt.Println("panic:", recover()) }()
	reflect.ValueOf(*p).Field(0).SetString("no")
}
