package cpu

const cacheLineSize = 64

func initOptions() {}
