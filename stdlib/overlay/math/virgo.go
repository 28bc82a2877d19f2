package math

func sqrt(x float64) float64
func floor(x float64) float64
func ceil(x float64) float64
func trunc(x float64) float64
func FMA(x, y, z float64) float64
