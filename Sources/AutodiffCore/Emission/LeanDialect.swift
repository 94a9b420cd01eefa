/// A language without the C library, or with a part of it: what it lacks is written out.
protocol LeanDialect: LoopDialect {
  /// Functions that are written in terms of what only this language has.
  static var helpers: [String: Helper] { get }
  /// The functions of the C library that are written out in the same way for all languages.
  static var lackedRoutines: [Routine] { get }
  /// Returns the helpers that the expressions of a text need.
  static func needs(_ text: String) -> [String]
}

extension LeanDialect {
  static var lackedRoutines: [Routine] { Routine.ofLibrary }
  static func needs(_ text: String) -> [String] { [] }

  static func helper(_ name: String) -> Helper? {
    if let helper = helpers[name] { return helper }
    guard let routine = written(name) else { return nil }
    var helper = routine.helper(Self.self)
    helper.needs = needs(helper.text) + routine.calls.map(Self.routine) + routine.libraryCalls.map(library)
    if routine.splits { helper.needs.append("frexp") }
    return helper
  }

  static func lacks(_ name: String) -> Bool { helpers[name] != nil || written(name) != nil }

  /// Returns the routine that has a name in this language.
  private static func written(_ name: String) -> Routine? {
    if let routine = Routine.named[name], Self.routine(name) == name { return routine }
    if let routine = lackedRoutines.first(where: { Self.library($0.name) == name }) { return routine }
    return Routine.all.first { Self.routine($0.name) == name }
  }
}
