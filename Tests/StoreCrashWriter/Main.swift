@main enum StoreCrashWriter { static func main() async throws {} }
