@main enum StoreBenchmark { static func main() async throws {} }
