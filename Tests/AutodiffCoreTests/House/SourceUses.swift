import Foundation

/// Which source file uses the names of which, as the compiler understood them.
struct SourceUses {
  struct Definition {
    /// Below `Sources`, the module first.
    var file: String
    var name: String
  }

  /// By the symbol's unique name.
  private(set) var definitions: [String: Definition] = [:]
  /// The files that name a symbol.
  private(set) var users: [String: Set<String>] = [:]
  private(set) var files: Set<String> = []

  /// - Throws: where there is no index.
  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().resolvingSymlinksInPath()
    let sources = root.appendingPathComponent("Sources").path
    let store = try IndexStore(path: Self.store(root))
    for (path, occurrences) in try store.occurrences(below: sources) {
      // A folder that several targets compile is a link but in one of them.
      let file = String(URL(fileURLWithPath: path).resolvingSymlinksInPath().path.dropFirst(sources.count + 1))
      files.insert(file)
      for occurrence in occurrences {
        if occurrence.isDefinition {
          definitions[occurrence.symbol] = Definition(file: file, name: occurrence.name)
        }
        if occurrence.isReference { users[occurrence.symbol, default: []].insert(file) }
      }
    }
  }

  /// Beside the running tests, or where SwiftPM builds unless it is told otherwise.
  private static func store(_ root: URL) -> String {
    var folders = [root.appendingPathComponent(".build/debug")]
    var folder = Bundle.main.bundleURL.resolvingSymlinksInPath()
    for _ in 0..<4 {
      folders.insert(folder, at: folders.count - 1)
      folder.deleteLastPathComponent()
    }
    let stores = folders.map { $0.appendingPathComponent("index/store").path }
    return stores.first(where: FileManager.default.fileExists) ?? stores[stores.count - 1]
  }

  /// How many files there are to be indexed.
  static var filesOnDisk: Int {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
    let all = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    return all?.reduce(into: 0) { if ($1 as? URL)?.pathExtension == "swift" { $0 += 1 } } ?? 0
  }

  /// The module and the folder of a file; a file beside the folders has the folder `.`.
  static func folder(of file: String) -> (module: String, folder: String) {
    let parts = file.split(separator: "/").map(String.init)
    return (parts[0], parts.count > 2 ? parts[1] : ".")
  }

  /// The names that one folder of a module uses of another: by user, then by owner.
  func arrows(in module: String) -> [String: [String: Set<String>]] {
    var arrows: [String: [String: Set<String>]] = [:]
    for (symbol, definition) in definitions {
      let owner = Self.folder(of: definition.file)
      guard owner.module == module else { continue }
      for file in users[symbol] ?? [] {
        let user = Self.folder(of: file)
        guard user.module == module, user.folder != owner.folder else { continue }
        arrows[user.folder, default: [:]][owner.folder, default: []].insert(definition.name)
      }
    }
    return arrows
  }

  /// For each case of an enumeration, the files outside a folder that name it.
  func users(ofCasesOf enumeration: String, outside folder: String) -> [String: Set<String>] {
    let types = definitions.filter { $0.value.name == enumeration && $0.value.file.hasPrefix(folder + "/") }.keys
    var result: [String: Set<String>] = [:]
    for (symbol, definition) in definitions where symbol.hasSuffix("mF") {
      guard types.contains(where: { symbol.hasPrefix($0) }) else { continue }
      result[definition.name, default: []].formUnion((users[symbol] ?? []).filter { !$0.hasPrefix(folder + "/") })
    }
    return result
  }
}
