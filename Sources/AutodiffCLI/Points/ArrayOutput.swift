import AutodiffCore

/// An array of NumPy's going out row by row, though its length stands at its beginning.
///
/// In a file the beginning is written again at the end; anywhere else the rows wait.
final class ArrayOutput {
  private let out: Output
  private let columns: Int
  private let overwrite: ((UnsafeRawBufferPointer) -> Output.Delivery)?
  private var bytes = 0
  private var waiting = ByteBuffer()

  init(_ out: Output, columns: Int) {
    self.out = out
    self.columns = columns
    overwrite = out.overwriteStart?()
    if overwrite != nil { out.write(header) }
  }

  func write(_ rows: borrowing ByteBuffer) {
    bytes += rows.count
    if overwrite != nil { return out.write(rows) }
    rows.withBytes { waiting.append($0.bindMemory(to: UInt8.self)) }
  }

  func finish() {
    if let overwrite {
      out.overwrite(header, overwrite)
    } else {
      out.write(header)
      out.write(waiting)
    }
  }

  /// The beginning of the array, which has the same length for any number of rows.
  private var header: [UInt8] { NumPyFile.header(Shape([bytes / (8 * columns), columns])) }
}
