import Foundation

/// The program `kenali`.
@main struct Kenali {
  static func main() async {
    // A peer that closes early must give an error on write, not end the program.
    signal(SIGPIPE, SIG_IGN)
    exit(await CommandLineProgram().run(Array(CommandLine.arguments.dropFirst())))
  }
}
