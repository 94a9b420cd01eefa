import CIndexStore
import Foundation

/// The index that the compiler writes beside a debug build: where each name is defined and used.
///
/// Reading stops at nothing: a unit that cannot be read is left out, and the test that counts files notices.
final class IndexStore {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// An occurrence of a name in a file.
  struct Occurrence {
    /// The symbol's unique name, mangled as the linker knows it.
    var symbol: String
    var name: String
    var isDefinition: Bool
    var isReference: Bool
  }

  private let library: UnsafeMutableRawPointer
  private let store: UnsafeMutableRawPointer

  /// - Throws: `Failure` where the toolchain has no such library, or the folder no index.
  init(path: String) throws {
    let places = Self.libraries
    guard let library = places.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      throw Failure(description: "libIndexStore is at none of \(places)")
    }
    self.library = library
    guard let open = dlsym(library, "indexstore_store_create"),
      let store = unsafeBitCast(open, to: IndexOpen.self)(path, nil)
    else { throw Failure(description: "no index at \(path): it is written by a debug build") }
    self.store = store
  }

  /// Beside each `swiftc` on the path, links followed.
  private static var libraries: [String] {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let compilers = folders.map { "\($0)/swiftc" }.filter(FileManager.default.isExecutableFile)
    let places = compilers.flatMap { compiler -> [String] in
      let toolchain = URL(fileURLWithPath: compiler).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().path
      return ["so", "dylib"].map { "\(toolchain)/lib/libIndexStore.\($0)" }
    }
    return places
      + ["/Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib"].map {
        "\($0)/libIndexStore.dylib"
      }
  }

  private func function<Function>(_ name: String, _ type: Function.Type) throws -> Function {
    guard let address = dlsym(library, "indexstore_\(name)") else {
      throw Failure(description: "libIndexStore has no indexstore_\(name)")
    }
    return unsafeBitCast(address, to: type)
  }

  /// The occurrences of names in each file below a folder, from the last time it was compiled.
  func occurrences(below folder: String) throws -> [String: [Occurrence]] {
    var result: [String: [Occurrence]] = [:]
    let records = try records(below: folder)
    let reader = try function("record_reader_create", IndexReader.self)
    let close = try function("record_reader_dispose", IndexClose.self)
    let parts = try function("record_reader_occurrences_apply_f", IndexParts.self)
    let symbol = try function("occurrence_get_symbol", IndexPartOf.self)
    let roles = try function("occurrence_get_roles", IndexRolesOf.self)
    let usr = try function("symbol_get_usr", IndexTextOf.self)
    let name = try function("symbol_get_name", IndexTextOf.self)
    for (file, record) in records {
      guard let open = reader(store, record, nil) else { continue }
      var all: [Occurrence] = []
      Self.forEachPart(of: open, parts) { occurrence in
        guard let own = symbol(occurrence) else { return }
        // INDEXSTORE_SYMBOL_ROLE_DEFINITION and _REFERENCE.
        let roles = roles(occurrence)
        all.append(
          Occurrence(
            symbol: Self.text(usr(own)), name: Self.text(name(own)), isDefinition: roles & 2 != 0,
            isReference: roles & 4 != 0))
      }
      result[file] = all
      close(open)
    }
    return result
  }

  /// The name of the newest record of each file.
  private func records(below folder: String) throws -> [String: String] {
    let reader = try function("unit_reader_create", IndexReader.self)
    let close = try function("unit_reader_dispose", IndexClose.self)
    let mainFile = try function("unit_reader_get_main_file", IndexTextOf.self)
    let parts = try function("unit_reader_dependencies_apply_f", IndexParts.self)
    let kind = try function("unit_dependency_get_kind", IndexKindOf.self)
    let name = try function("unit_dependency_get_name", IndexTextOf.self)
    let path = try function("unit_dependency_get_filepath", IndexTextOf.self)
    var newest: [String: (record: String, age: Double)] = [:]
    for unit in try unitNames() {
      guard let open = reader(store, unit, nil) else { continue }
      defer { close(open) }
      let file = Self.text(mainFile(open))
      // A unit may be of a file that is no more.
      guard file.hasPrefix(folder + "/"), FileManager.default.fileExists(atPath: file) else { continue }
      var record: String?
      Self.forEachPart(of: open, parts) {
        // INDEXSTORE_UNIT_DEPENDENCY_RECORD.
        if kind($0) == 2, Self.text(path($0)) == file { record = Self.text(name($0)) }
      }
      guard let record else { continue }
      let age = try age(of: unit)
      if newest[file].map({ age < $0.age }) ?? true { newest[file] = (record, age) }
    }
    return newest.mapValues(\.record)
  }

  private func unitNames() throws -> [String] {
    final class Names { var all: [String] = [] }
    let names = Names()
    _ = try function("store_units_apply_f", IndexNames.self)(store, 0, Unmanaged.passUnretained(names).toOpaque()) {
      if let context = $0 { Unmanaged<Names>.fromOpaque(context).takeUnretainedValue().all.append(IndexStore.text($1)) }
      return true
    }
    return names.all
  }

  /// Seconds since the unit was written.
  private func age(of unit: String) throws -> Double {
    typealias Time =
      @convention(c) (
        UnsafeMutableRawPointer?, UnsafePointer<CChar>, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Int64>,
        UnsafeMutableRawPointer?
      ) -> Bool
    var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
    _ = try function("store_get_unit_modification_time", Time.self)(store, unit, &seconds, &nanoseconds, nil)
    return -(Double(seconds) + Double(nanoseconds) * 1e-9)
  }

  private final class Visitor {
    let visit: (UnsafeMutableRawPointer) -> Void
    init(_ visit: @escaping (UnsafeMutableRawPointer) -> Void) { self.visit = visit }
  }

  /// Calls `body` for each part of what is open; a part lives as long as the call.
  private static func forEachPart(
    of open: UnsafeMutableRawPointer, _ parts: IndexParts, _ body: (UnsafeMutableRawPointer) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      let visitor = Visitor(body)
      _ = parts(open, Unmanaged.passUnretained(visitor).toOpaque()) {
        if let context = $0, let part = $1 { Unmanaged<Visitor>.fromOpaque(context).takeUnretainedValue().visit(part) }
        return true
      }
    }
  }

  private static func text(_ text: IndexText) -> String {
    guard let data = text.data else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: data, count: text.length), as: UTF8.self)
  }
}
