import Testing

/// Arrows between folders point one way, and a primitive is its row: read from the index that the compiler wrote.
@Suite struct ArrowsTests {
  /// Rules that the sources break still. A rule whose name is here must be broken, so that its name goes when the last
  /// fault of it does; from then on it holds.
  static let unmended: Set<String> = []

  /// The operators of the language and its choice `if(c, a, b)`, for which readers of graphs have ways of their own.
  static let operators: Set<String> = [
    "add", "subtract", "multiply", "divide", "negate", "power", "matmul", "transpose", "less", "lessEqual", "greater",
    "greaterEqual", "equal", "notEqual", "and", "or", "not", "choose",
  ]

  private static let uses = Result { try SourceUses() }

  @Test func everyFileIsIndexed() throws {
    let uses = try Self.uses.get()
    #expect(uses.files.count == SourceUses.filesOnDisk)
    #expect(uses.definitions.count > 2000)
  }

  @Test(arguments: ["AutodiffCore", "AutodiffCLI"]) func foldersPointOneWay(_ module: String) throws {
    let arrows = try Self.uses.get().arrows(in: module)
    #expect(arrows.count >= 4, "the folders that use another")
    withKnownIssue {
      for circle in Self.circles(arrows) {
        let description = Self.describe(circle, arrows)
        Issue.record("\(circle.sorted().joined(separator: ", ")) point at each other:\n\(description)")
      }
    } when: {
      Self.unmended.contains(module)
    }
  }

  @Test func primitivesAreNamedInOneFile() throws {
    let users = try Self.uses.get().users(ofCasesOf: "Primitive", outside: "AutodiffCore/Primitives")
    #expect(users.count >= 100, "the primitives")
    let many = users.filter { $0.value.count > 1 && !Self.operators.contains($0.key) }
    withKnownIssue {
      if !many.isEmpty {
        let lines = many.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map {
          "\($0.key) in \($0.value.count): \($0.value.sorted().joined(separator: ", "))"
        }
        let more = lines.count > 12 ? ["and \(lines.count - 12) more"] : []
        Issue.record("primitives named in several files:\n\((lines.prefix(12) + more).joined(separator: "\n"))")
      }
    } when: {
      Self.unmended.contains("primitives")
    }
  }

  // MARK: - Circles

  /// Folders that reach each other.
  static func circles(_ arrows: [String: [String: Set<String>]]) -> [Set<String>] {
    func reached(from folder: String) -> Set<String> {
      var reached: Set<String> = []
      var next = [folder]
      while let one = next.popLast() {
        for owner in (arrows[one] ?? [:]).keys where reached.insert(owner).inserted { next.append(owner) }
      }
      return reached
    }
    let reach = Dictionary(uniqueKeysWithValues: arrows.keys.map { ($0, reached(from: $0)) })
    let circles = reach.compactMap { folder, all -> Set<String>? in
      guard all.contains(folder) else { return nil }
      return all.filter { reach[$0]?.contains(folder) ?? false }
    }
    return Set(circles).sorted { $0.count > $1.count }
  }

  /// The arrows of a circle, those of the fewest names first: these are the ones to turn.
  static func describe(_ circle: Set<String>, _ arrows: [String: [String: Set<String>]]) -> String {
    let inside = circle.flatMap { user in
      (arrows[user] ?? [:]).filter { circle.contains($0.key) }.map { (user, $0.key, $0.value.sorted()) }
    }
    return inside.sorted { ($0.2.count, $0.0, $0.1) < ($1.2.count, $1.0, $1.1) }.map { user, owner, names in
      let more = names.count > 6 ? " and \(names.count - 6) more" : ""
      return "\(user) → \(owner): \(names.prefix(6).joined(separator: ", "))\(more)"
    }.joined(separator: "\n")
  }

  @Test func circlesAreFound() {
    func circles(_ pairs: [String]) -> [Set<String>] {
      var arrows: [String: [String: Set<String>]] = [:]
      for pair in pairs { arrows[String(pair.prefix(1)), default: [:]][String(pair.suffix(1))] = ["name"] }
      return Self.circles(arrows)
    }
    #expect(circles(["ab", "bc", "ac"]) == [])
    #expect(circles(["ab", "ba", "bc"]) == [["a", "b"]])
    #expect(circles(["ab", "bc", "ca", "cd", "de", "ed"]) == [["a", "b", "c"], ["d", "e"]])
  }
}
