import AutodiffCore

/// The host that is the operating system.
package enum System {
  /// The host whose streams, files and environment are those of the process.
  package static func host() -> Host {
    var host = Host(
      out: output(1), error: output(2), isInputTerminal: isatty(0) == 1,
      environment: { getenv($0).map { String(cString: $0) } }, open: open, columns: columns(),
      watchInterrupt: Interrupt.watch)
    host.freeMemory = { freeMemory() }
    return host
  }

  private static func output(_ descriptor: Int32) -> Output {
    Output(isTerminal: isatty(descriptor) == 1, overwriteStart: { overwriteStart(of: descriptor) }) { bytes in
      deliver(bytes) { rest, _ in write(descriptor, rest.baseAddress, rest.count) }
    }
  }

  /// A function that writes over the first bytes of a regular file, unless everything is appended to it.
  private static func overwriteStart(of descriptor: Int32) -> ((UnsafeRawBufferPointer) -> Output.Delivery)? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      fcntl(descriptor, F_GETFL) & O_APPEND == 0
    else { return nil }
    let start = lseek(descriptor, 0, SEEK_CUR)
    guard start >= 0 else { return nil }
    return { bytes in
      deliver(bytes) { rest, offset in pwrite(descriptor, rest.baseAddress, rest.count, start + off_t(offset)) }
    }
  }

  /// Writes until all is written, or nothing more can be.
  private static func deliver(
    _ bytes: UnsafeRawBufferPointer, _ write: (_ rest: UnsafeRawBufferPointer, _ offset: Int) -> Int
  ) -> Output.Delivery {
    var done = 0
    while done < bytes.count {
      let count = write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
      if count < 0 {
        if errno == EINTR { continue }
        return .init(count: done, failure: errno)
      }
      done += count
    }
    return .init(count: done)
  }

  private static func columns() -> Int? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
