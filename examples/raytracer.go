// run

// Three spheres over a chequered floor, in characters.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
)

type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec     { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec     { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) mul(k float64) vec { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) dot(b vec) float64 { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) unit() vec         { return a.mul(1 / math.Sqrt(a.dot(a))) }
func (a vec) reflect(n vec) vec { return a.sub(n.mul(2 * a.dot(n))) }
func (r ray) at(t float64) vec  { return r.from.add(r.dir.mul(t)) }

type ray struct{ from, dir vec }

type hit struct {
	t      float64
	normal vec
	shade  float64
	mirror float64
}

type object interface {
	intersect(r ray) (hit, bool)
}

type sphere struct {
	centre        vec
	radius        float64
	shade, mirror float64
}

func (s sphere) intersect(r ray) (hit, bool) {
	oc := r.from.sub(s.centre)
	b := oc.dot(r.dir)
	d := b*b - oc.dot(oc) + s.radius*s.radius
	if d < 0 {
		return hit{}, false
	}
	t := -b - math.Sqrt(d)
	if t < 1e-4 {
		return hit{}, false
	}
	return hit{t, r.at(t).sub(s.centre).unit(), s.shade, s.mirror}, true
}

type floor struct{ y float64 }

func (f floor) intersect(r ray) (hit, bool) {
	if r.dir.y >= 0 {
		return hit{}, false
	}
	t := (f.y - r.from.y) / r.dir.y
	p := r.at(t)
	shade := 0.25
	if (int(math.Floor(p.x))+int(math.Floor(p.z)))&1 == 0 {
		shade = 0.9
	}
	return hit{t, vec{0, 1, 0}, shade, 0.1}, t > 1e-4
}

type scene struct {
	objects []object
	light   vec
}

func (s *scene) nearest(r ray) (best hit, ok bool) {
	for _, o := range s.objects {
		if h, found := o.intersect(r); found && (!ok || h.t < best.t) {
			best, ok = h, true
		}
	}
	return
}

func (s *scene) trace(r ray, depth int) float64 {
	h, ok := s.nearest(r)
	if !ok {
		return 0.15 + 0.25*math.Max(0, r.dir.y)
	}
	p := r.at(h.t)
	toLight := s.light.sub(p)
	light := 0.1
	if _, shadow := s.nearest(ray{p.add(h.normal.mul(1e-3)), toLight.unit()}); !shadow {
		light += 0.9 * math.Max(0, h.normal.dot(toLight.unit()))
	}
	v := h.shade * light
	if h.mirror > 0 && depth > 0 {
		v = v*(1-h.mirror) + h.mirror*s.trace(ray{p, r.dir.reflect(h.normal)}, depth-1)
	}
	return v
}

func main() {
	const width, height = 76, 34
	const ramp = " .:-=+*#%@"
	s := &scene{
		objects: []object{
			sphere{vec{0, 0.2, 5}, 1.2, 0.9, 0.3},
			sphere{vec{-2.2, -0.3, 4.2}, 0.7, 0.8, 0.1},
			sphere{vec{1.7, -0.5, 3.4}, 0.5, 1, 0.6},
			floor{-1},
		},
		light: vec{-4, 6, -2},
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for y := 0; y < height; y++ {
		for x := 0; x < width; x++ {
			dir := vec{(float64(x) - width/2) / 38, (height/2 - float64(y)) / 19, 1.6}
			v := s.trace(ray{vec{0, 0.3, 0}, dir.unit()}, 3)
			i := int(v * float64(len(ramp)))
			if i >= len(ramp) {
				i = len(ramp) - 1
			}
			out.WriteByte(ramp[i])
		}
		fmt.Fprintln(out)
	}
}
