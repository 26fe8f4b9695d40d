// Most of the time a test waits for a worker's process.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
