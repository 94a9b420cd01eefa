import AutodiffCore

/// A source of bytes, piece by piece: a file, a pipe, or an array in a test.
package final class ByteSource {
  /// The number of bytes, where it is known.
  package let size: Int?
  private let readPiece: (UnsafeMutableRawBufferPointer) -> Result<Int, SystemError>
  private let hasMore: () -> Bool
  private let close: () -> Void

  /// - Parameters:
  ///   - read: reads bytes and returns their number; 0 at the end.
  ///   - isReady: tells whether reading would not have to wait.
  package init(
    size: Int?, read: @escaping (UnsafeMutableRawBufferPointer) -> Result<Int, SystemError>,
    isReady: @escaping () -> Bool = { true }, close: @escaping () -> Void = {}
  ) {
    self.size = size
    readPiece = read
    hasMore = isReady
    self.close = close
  }

  /// A source that hands out the bytes of an array.
  package convenience init(_ bytes: [UInt8]) {
    var next = 0
    self.init(
      size: bytes.count,
      read: { buffer in
        let count = min(buffer.count, bytes.count - next)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[next..<next + count])) }
        next += count
        return .success(count)
      })
  }

  deinit { close() }

  package var isReady: Bool { hasMore() }

  /// Reads as many bytes as are there and have room.
  ///
  /// - Returns: their number, 0 at the end; or the system's error.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Result<Int, SystemError> { readPiece(buffer) }
}

extension System {
  /// A file, or standard input where the path is `-`.
  static func open(_ path: String) -> Result<ByteSource, SystemError> {
    let descriptor = path == "-" ? 0 : AutodiffCore.open(path, O_RDONLY)
    guard descriptor >= 0 else { return .failure(SystemError(errno)) }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    return .success(
      ByteSource(
        size: isFile ? Int(status.st_size) : nil,
        read: { buffer in
          while true {
            let count = AutodiffCore.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return .success(count) }
            if errno != EINTR { return .failure(SystemError(errno)) }
          }
        },
        isReady: {
          var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          return poll(&request, 1, 0) != 0
        },
        close: { if descriptor != 0 { _ = AutodiffCore.close(descriptor) } }))
  }

  /// Seconds on a clock that only goes forward.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
