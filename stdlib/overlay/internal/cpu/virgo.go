package cpu

const CacheLinePadSize = 64

func doinit() {}
