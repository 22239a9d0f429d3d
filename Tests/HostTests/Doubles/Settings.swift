import Engine

@testable import Host

extension HostConfiguration {
  /// Every default.
  static var defaults: HostConfiguration { HostConfiguration.reading(.map([])).configuration }

  /// What a document is read as, with everything that is wrong in it.
  static func reading(
    _ document: ConfigurationValue
  ) -> (configuration: HostConfiguration, problems: [ConfigurationProblem], effective: ConfigurationValue) {
    var reader = SettingsReader(document)
    let configuration = HostConfiguration(from: &reader)
    reader.finish()
    return (configuration, reader.problems, reader.effective)
  }
}

extension RecognitionSettings {
  /// The defaults with this threshold, whatever the gallery's size.
  static func threshold(_ threshold: Float) -> RecognitionSettings {
    var settings = HostConfiguration.defaults.recognition
    settings.policy.fixedThreshold = threshold
    return settings
  }
}
