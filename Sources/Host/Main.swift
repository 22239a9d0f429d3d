@main struct Kenali {
  static func main() {}
}
