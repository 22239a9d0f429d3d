/// The version of the plugin interface.
///
/// Emitted into the client on purpose: a plugin carries the number that it was *compiled* with, and the host compares
/// it with its own. Adding a requirement with a default, a case or a stored property needs no new version (library
/// evolution); adding a requirement without a default, or changing one, does.
@_alwaysEmitIntoClient
public var engineInterfaceVersion: UInt32 { 2 }

/// The compiler that built the module which evaluates this, as `major * 10000 + minor * 100 + patch`, rounded down to
/// the nearest one listed here: code cannot ask for its compiler's version, only compare it.
///
/// There is no ABI promise between Swift compilers on Linux, so the host refuses a plugin of another compiler. Compilers
/// between two listed ones pass for one; list each release that the project builds with.
@_alwaysEmitIntoClient
public var engineCompilerVersion: UInt32 {
  #if compiler(>=6.5)
    return 60500
  #elseif compiler(>=6.4)
    return 60400
  #elseif compiler(>=6.3.3)
    return 60303
  #elseif compiler(>=6.3.2)
    return 60302
  #elseif compiler(>=6.3.1)
    return 60301
  #elseif compiler(>=6.3)
    return 60300
  #else
    return 60200
  #endif
}

/// The number that a plugin's `<Library>_plugin_abi` function returns: the interface version in the upper half, the
/// compiler in the lower. The host reads it before it touches any Swift type of the plugin.
@_alwaysEmitIntoClient
public var engineABI: UInt64 { UInt64(engineInterfaceVersion) << 32 | UInt64(engineCompilerVersion) }
