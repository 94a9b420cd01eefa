import AutodiffCore

/// The memory that the process may still take: the least that any limit leaves.
extension System {
  /// The bytes that limits of the process, of its group and of the machine leave; a great number where none is known.
  static func freeMemory() -> Int {
    #if os(Linux)
      var least = Int.max
      for free in [limits(), group(), machine()] { least = min(least, free ?? .max) }
      return least
    #else
      return .max
    #endif
  }

  #if os(Linux)
    /// The bytes that `ulimit -v` and `ulimit -d` leave.
    private static func limits() -> Int? {
      let pages = words(of: "/proc/self/statm").compactMap { Int($0) }
      guard pages.count > 5 else { return nil }
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      var least: Int?
      for (resource, used) in [(RLIMIT_AS, pages[0]), (RLIMIT_DATA, pages[5])] {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, let most = Int(exactly: limit.rlim_cur),
          most < Int.max / 2
        else { continue }
        least = min(least ?? .max, most - used * page)
      }
      return least
    }

    /// The bytes that the control groups of the process leave, of either version.
    private static func group() -> Int? {
      var least: Int?
      for line in lines(of: "/proc/self/cgroup") {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        let isSecond = parts[1].isEmpty
        guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
        let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
        var path = parts[2]
        while true {
          let folder = root + path
          if let most = number(of: folder + (isSecond ? "/memory.max" : "/memory.limit_in_bytes")),
            let used = number(of: folder + (isSecond ? "/memory.current" : "/memory.usage_in_bytes"))
          {
            // Pages of files give way.
            least = min(least ?? .max, most - used + files(folder + "/memory.stat"))
          }
          guard let slash = path.lastIndex(of: "/"), path.count > 1 else { break }
          path = path[..<slash]
        }
      }
      return least
    }

    /// The bytes of files that a group keeps in memory.
    private static func files(_ path: String) -> Int {
      var sum = 0
      for line in lines(of: path) where line.hasPrefix("inactive_file ") || line.hasPrefix("active_file ") {
        sum += line.split(separator: " ").last.flatMap { Int($0) } ?? 0
      }
      return sum
    }

    /// The bytes that the machine has left.
    private static func machine() -> Int? {
      for line in lines(of: "/proc/meminfo") where line.hasPrefix("MemAvailable:") {
        let words = line.split(separator: " ")
        return words.count > 1 ? Int(words[1]).map { $0 * 1024 } : nil
      }
      return nil
    }

    private static func number(of path: String) -> Int? { words(of: path).first.flatMap { Int($0) } }

    private static func words(of path: String) -> [Substring] {
      lines(of: path).first.map { $0.split(separator: " ") } ?? []
    }

    /// The lines of a small file that the system makes up.
    private static func lines(of path: String) -> [Substring] {
      guard case .success(let source) = open(path) else { return [] }
      var text: [UInt8] = []
      while true {
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, filled in
          if case .success(let count) = source.read(into: UnsafeMutableRawBufferPointer(buffer)) { filled = count }
        }
        if piece.isEmpty { break }
        text += piece
      }
      return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }
  #endif
}
