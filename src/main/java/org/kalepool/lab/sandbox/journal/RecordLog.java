package org.kalepool.lab.sandbox.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A file of records, each with its length and checksum; appending is durable when it returns. */
final class RecordLog implements Closeable {
  private static final int HEADER_BYTES = 8;

  private final FileChannel file;

  private RecordLog(FileChannel file) {
    this.file = file;
  }

  /** Opens a file for appending, making it if need be. */
  static RecordLog open(Path path) {
    try {
      return new RecordLog(
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(byte[] record) {
    CRC32 checksum = new CRC32();
    checksum.update(record);
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + record.length);
    buffer.putInt(record.length).putInt((int) checksum.getValue()).put(record).flip();
    try {
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void sync() {
    try {
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long size() {
    try {
      return file.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole records of a file; what a crash has left half written at its end is left out. */
  static List<byte[]> read(Path path) {
    List<byte[]> records = new ArrayList<>();
    if (!Files.exists(path)) {
      return records;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      while (bytes.remaining() >= HEADER_BYTES) {
        int length = bytes.getInt();
        int wanted = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
          break;
        }
        byte[] record = new byte[length];
        bytes.get(record);
        CRC32 checksum = new CRC32();
        checksum.update(record);
        if ((int) checksum.getValue() != wanted) {
          break;
        }
        records.add(record);
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
